/* Boxes to tick beside a reading version hold for exactly its words. When words change after the tick, it goes, and the page
   says why. What it shows of versions that no longer keep up comes from the server (writing.js asks it). */
"use strict";

(() => {
  const PAUSE = 400;
  const CHANGES = ["input", "change", "keyup", "click", "drop", "cut", "paste"];
  const BOOKKEEPING = /-(id|count|type)$/;

  document.addEventListener("DOMContentLoaded", () => {
    const boxes = [...document.querySelectorAll("[data-holds-for]")];
    if (boxes.length) {
      new Ticks(boxes[0].form, boxes);
    }
  });

  class Ticks {
    constructor(form, boxes) {
      this.form = form;
      this.boxes = boxes;
      this.words = null; // as they were when each box was ticked, once somebody has touched the form
      for (const kind of ["focusin", "pointerdown", "keydown"]) {
        form.addEventListener(kind, () => this.begin(), true);
      }
      boxes.forEach((box) => box.addEventListener("change", (event) => event.isTrusted && this.isTicked(box)));
      CHANGES.forEach((change) => form.addEventListener(change, () => this.soon()));
      form.addEventListener("articles:looked-over", (event) => this.show(event.detail.keeping_up ?? {}));
    }

    begin() {
      // Wagtail is still putting the form together when it is loaded.
      this.words ??= new Map(this.boxes.map((box) => [box, this.wordsOf(box)]));
    }

    isTicked(box) {
      this.begin();
      box.value = "now";
      this.words.set(box, this.wordsOf(box));
      this.say(box, "");
    }

    soon() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.untickWhatHasChanged(), PAUSE);
    }

    untickWhatHasChanged() {
      this.begin();
      for (const box of this.boxes) {
        if (box.checked && this.wordsOf(box) !== this.words.get(box)) {
          box.checked = false;
          box.dispatchEvent(new Event("change", { bubbles: true }));
          this.say(box, box.dataset.whyNot);
        }
      }
    }

    wordsOf(box) {
      const fields = [box.dataset.holdsFor];
      if ("andMain" in box.dataset) {
        const main = new FormData(this.form).get("main_level");
        fields.push(`body_${main}`);
      }
      // Draftail writes into its field a quarter of a second after the last key.
      [...this.form.elements].forEach((field) => field.draftailEditor?.saveState?.());
      const typed = [...new FormData(this.form).entries()];
      return JSON.stringify(
        typed
          .filter(([name]) => fields.some((field) => name.startsWith(`${field}-`)) && !BOOKKEEPING.test(name))
          .map(([name, value]) => [name, this.asText(value)]),
      );
    }

    // Draftail writes its own account of a text: the same words may be written down in two ways.
    asText(value) {
      try {
        return JSON.parse(value)?.blocks?.map((block) => [block.type, block.text]) ?? value;
      } catch {
        return value;
      }
    }

    say(box, sentence) {
      const room = box.closest("label").parentElement.querySelector("[data-why]");
      if (room.textContent !== sentence) {
        room.textContent = sentence;
      }
    }

    show(versions) {
      for (const [field, version] of Object.entries(versions)) {
        const part = this.form.querySelector(`[data-reading-version="${field}"] [data-keeping-up]`);
        if (!part) {
          continue;
        }
        const ticked = part.querySelector("[data-holds-for]").checked;
        part.hidden = !version.asks && !ticked;
        const changes = part.querySelector("[data-what-changed]");
        const isOpen = changes.querySelector("details")?.open;
        changes.innerHTML = version.changes;
        const fold = changes.querySelector("details");
        if (fold) {
          fold.open = Boolean(isOpen);
        }
      }
    }
  }
})();
