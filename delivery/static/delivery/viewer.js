// Shows the contract. A file of its own, so that no page of ours needs a script written into it.
const place = document.getElementById("contract");
SwaggerUIBundle({
  url: place.dataset.contract,
  domNode: place,
  deepLinking: true,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  validatorUrl: null,
});
