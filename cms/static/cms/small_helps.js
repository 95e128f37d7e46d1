/* A small help of a neighbour of Wagtail's, which it writes as an inline script. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  // wagtail-localize: one box that chooses every language.
  const all = document.querySelector('[name="select_all"]');
  if (all) {
    all.addEventListener("change", () => {
      document.querySelectorAll('[name="locales"]').forEach((locale) => {
        locale.checked = all.checked;
      });
    });
  }
});
