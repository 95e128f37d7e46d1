/* Beside wagtail-localize's editor, which knows no lines and nothing of what stands above it.

   - What is missing, and how much is done, was drawn before a text was saved. The answer to each text brings it anew.
   - Its boxes hold one line: Enter saves, and what is pasted is run together. Where the text above has several lines, a
     sign stands for the end of one (moderation/line_ends.py), and Enter writes it. */
"use strict";

(() => {
  const SIGN = "⏎";
  const BOX = ".js-translation-editor textarea";
  const ROAD = ".room-road";

  const itsFetch = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await itsFetch(...asked);
    if (["PUT", "DELETE"].includes(asked[1]?.method) && answer.ok) {
      answer.clone().json().then(drawAnew, () => {});
    }
    return answer;
  };

  const drawAnew = (said) => {
    const old = document.querySelector(ROAD);
    if (old && typeof said.road === "string") {
      const drawn = new DOMParser().parseFromString(said.road, "text/html").querySelector(ROAD);
      old.replaceChildren(...(drawn?.childNodes ?? []));
    }
  };

  const hasLines = (box) => box.closest("li").querySelector("p")?.textContent.includes(SIGN);

  const write = (box, words) => {
    box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Enter" && !event.isComposing && event.target.matches?.(BOX) && hasLines(event.target)) {
        event.preventDefault();
        event.stopPropagation();
        write(event.target, ` ${SIGN} `);
      }
    },
    true,
  );

  window.addEventListener(
    "paste",
    (event) => {
      const words = event.clipboardData?.getData("text/plain") ?? "";
      if (event.target.matches?.(BOX) && /[\r\n]/.test(words)) {
        event.preventDefault();
        event.stopPropagation();
        write(event.target, words.trim().replace(/\s*[\r\n]+\s*/g, hasLines(event.target) ? ` ${SIGN} ` : " "));
      }
    },
    true,
  );
})();
