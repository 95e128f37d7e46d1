/* Starts Wagtail's widgets without inline scripts.

   Wagtail writes `<script>new PageChooser("id_page", {…});</script>` beside its fields, which our Content-Security-Policy
   does not run. Our templates (cms/templates) and cms/widgets.py write the same call as data instead:
   `<script type="application/json" data-start="PageChooser">["id_page", {…}]</script>`, and this file makes it, as soon
   as it is in the page, also when Wagtail puts it there later. Only the names below can be called. */
"use strict";

(() => {
  const STARTERS = new Set([
    "initDateChooser",
    "initTimeChooser",
    "initDateTimeChooser",
    "createMediaChooser",
    "createTaskChooser",
    "InlinePanel",
    "MultipleChooserPanel",
    "Chooser",
    "PageChooser",
    "ImageChooser",
    "DocumentChooser",
    "SnippetChooser",
  ]);

  const start = (call) => {
    const name = call.dataset.start;
    if (!STARTERS.has(name) || call.dataset.started) {
      return;
    }
    call.dataset.started = "true";
    const values = JSON.parse(call.textContent);
    const starter = window[name];
    if (/^[A-Z]/.test(name)) {
      new starter(...values);
    } else {
      starter(...values);
    }
  };

  const readSettings = (settings) => {
    window.chooserUrls ??= JSON.parse(settings.textContent);
  };

  const lookAt = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) {
      return;
    }
    for (const settings of [node, ...node.querySelectorAll("script[data-chooser-urls]")]) {
      if (settings.matches("script[data-chooser-urls]")) {
        readSettings(settings);
      }
    }
    if (node.matches("script[data-start]")) {
      start(node);
    }
    node.querySelectorAll("script[data-start]").forEach(start);
  };

  new MutationObserver((changes) => {
    changes.forEach((change) => change.addedNodes.forEach(lookAt));
  }).observe(document.documentElement, { childList: true, subtree: true });
  document.querySelectorAll("script[data-start]").forEach(start);
})();
