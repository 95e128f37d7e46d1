/* In the editor's preview pane, another level or language is chosen in the page: tell the pane, so that the choice is
   still there after the next word is typed. By itself (in a tab of its own) the links just lead there. */
"use strict";

(() => {
  const choice = () => {
    try {
      return window.parent === window ? null : window.parent.document.querySelector('[data-w-preview-target="mode"]');
    } catch {
      return null;
    }
  };

  document.querySelectorAll("[data-way]").forEach((link) => {
    link.addEventListener("click", (event) => {
      const select = choice();
      if (!select || ![...select.options].some((option) => option.value === link.dataset.way)) {
        return;
      }
      event.preventDefault();
      select.value = link.dataset.way;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
})();
