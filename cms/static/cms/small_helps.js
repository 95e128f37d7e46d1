/* Two small helps of Wagtail's neighbours, which they write as inline scripts. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  // wagtailmedia: a film's title starts as the name of its file.
  const file = document.getElementById("id_file");
  const title = document.getElementById("id_title");
  if (file && title) {
    file.addEventListener("change", () => {
      title.value ||= file.value.split("\\").pop().replace(/\.[^.]+$/, "");
    });
  }

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
