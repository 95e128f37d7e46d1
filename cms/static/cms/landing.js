/* What somebody did is said on the page where they land. Whoever sees no screen, or uses no mouse, stands there as well.

   A page that was loaded begins with the focus on nothing, and most screen readers keep quiet about a message that was
   there from the beginning: so the focus goes to it. A field that takes the focus by itself keeps it. */
"use strict";

(() => {
  const SAID = [".room-errors", ".messages > ul:has(> li)"];

  const isNowhere = () => [null, document.body, document.documentElement].includes(document.activeElement);

  const stand = () => {
    if (location.hash || !isNowhere()) {
      return;
    }
    const said = SAID.map((where) => document.querySelector(where)).find(Boolean);
    if (said) {
      said.tabIndex = -1;
      said.focus();
    }
  };

  window.addEventListener("load", stand);
})();
