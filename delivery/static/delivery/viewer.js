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

// Swagger UI has colours for the dark, and waits to be told (swagger-ui.css, html.dark-mode).
const isDark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", isDark.matches);
isDark.addEventListener("change", follow);
follow();
