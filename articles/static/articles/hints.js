/* Beside a reading version, while somebody writes it: asks the server what could be plainer, shows it, leads to the place
   in the form that a hint is about, and puts a plainer word there. It decides nothing, and it saves nothing: without it
   the panel's button is the editor's own Save, and the hints come with the form. */
"use strict";

(() => {
  const PAUSE = 400; // so soon after the last key the hints are about what was typed
  const { CHANGES, addressFor, bringIntoSight, isBeside, isShown } = window.writingForm;

  class Hints {
    constructor(panel, form) {
      this.panel = panel;
      this.form = form;
      this.field = panel.dataset.hints;
      this.version = panel.closest("[data-reading-version]");
      this.home = panel.parentElement;
      this.shown = panel.querySelector("[data-hints-shown]");
      this.way = this.version.querySelector("[data-hints-way]");
      this.button = panel.querySelector("[data-hints-ask]");
      this.asked = null;
      this.failed = false;
      panel.classList.add("hints--live");
      CHANGES.forEach((change) => this.version.addEventListener(change, () => this.askSoon()));
      panel.addEventListener("click", (event) => this.press(event));
      this.way.addEventListener("click", (event) => this.leadHere(event));
      // Whoever added a word to the panel's list comes back from another tab.
      window.addEventListener("focus", () => this.isAwaited && this.ask({ anew: true }));
    }

    // -- asking

    askSoon() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), PAUSE);
    }

    // This version's boxes alone, as they are in the form.
    typed() {
      const isMine = (name) => name.startsWith(`${this.field}-`);
      // Draftail writes into its field a quarter of a second after the last key.
      [...this.form.elements].forEach((box) => isMine(box.name) && box.draftailEditor?.saveState?.());
      return new URLSearchParams([...new FormData(this.form)].filter(([name]) => isMine(name)));
    }

    async ask({ anew = false, pressed = false } = {}) {
      clearTimeout(this.timer);
      const address = addressFor(this.form, this.panel.dataset.hintsSaved, this.panel.dataset.hintsNew);
      const typed = this.typed();
      const question = address + typed;
      if (!address || (question === this.asked && !anew && !pressed)) {
        return;
      }
      this.asked = question;
      this.isAwaited = false;
      this.underWay?.abort();
      this.underWay = new AbortController();
      try {
        const answer = await fetch(address, {
          method: "POST",
          body: typed,
          headers: { "X-Requested-With": "XMLHttpRequest", "X-CSRFToken": this.key() },
          signal: this.underWay.signal,
        });
        if (!answer.ok) {
          throw new Error(answer.status);
        }
        this.show(await answer.json(), pressed);
      } catch (failure) {
        if (failure.name !== "AbortError") {
          this.asked = null; // what is shown stays, and the next change asks again
          this.failed = pressed;
          this.say(pressed ? this.panel.dataset.hintsFailed : "");
        }
      }
    }

    key() {
      return window.wagtailConfig?.CSRF_TOKEN ?? this.form.elements.namedItem("csrfmiddlewaretoken").value;
    }

    // -- showing

    show(answer, pressed) {
      this.failed = false;
      if (answer.html !== this.html) {
        this.replace(answer.html);
      }
      const isNews = this.way.textContent !== answer.said;
      this.way.textContent = answer.said;
      // Said when it is something else than before, and whenever somebody asked; not at every pause.
      if (isNews || pressed) {
        this.say(answer.said);
      }
    }

    say(sentence) {
      this.panel.querySelector("[data-hints-said]").textContent = sentence;
    }

    // Other hints, with the same folds open and the focus where it was.
    replace(html) {
      const open = new Set([...this.shown.querySelectorAll("details[open]")].map((fold) => fold.dataset.fold));
      const focused = this.shown.contains(document.activeElement) ? whatItIs(document.activeElement) : null;
      this.shown.innerHTML = html;
      this.html = html;
      this.shown.querySelectorAll("details").forEach((fold) => (fold.open = open.has(fold.dataset.fold)));
      if (focused) {
        const buttons = [...this.shown.querySelectorAll("button, a, summary")];
        (buttons.find((button) => whatItIs(button) === focused) ?? this.button).focus({ preventScroll: true });
      }
    }

    // -- pressing

    press(event) {
      const hint = event.target.closest("[data-hint]");
      const use = event.target.closest("[data-use]");
      if (use) {
        this.goTo(hint, (place) => place.replace(use.dataset.use));
      } else if (event.target.closest("[data-hint-place]")) {
        this.goTo(hint);
      } else if (event.target.closest("[data-readers-know]")) {
        this.isAwaited = true;
      } else if (event.target.closest("[data-hints-ask]") && !this.failed) {
        event.preventDefault();
        this.ask({ pressed: true });
      }
    }

    leadHere(event) {
      event.preventDefault();
      this.panel.focus({ preventScroll: true });
      this.panel.scrollIntoView({ block: "nearest" });
    }

    goTo(hint, act = () => {}) {
      const box = this.form.elements.namedItem(hint.dataset.box);
      if (!box) {
        this.ask({ anew: true });
        return;
      }
      const place = box.draftailEditor ? new RichPlace(box) : new PlainPlace(box);
      bringIntoSight(this.form, place.element, () => {
        if (place.select(hint.dataset)) {
          act(place);
        } else {
          this.ask({ anew: true }); // the words have gone from there
        }
        return place.element;
      });
    }
  }

  // Some words in a box of plain text.
  class PlainPlace {
    constructor(box) {
      this.element = box;
    }

    select(words) {
      const at = whereIs(words, this.element.value);
      this.element.focus({ preventScroll: true });
      if (at < 0) {
        return false;
      }
      this.element.setSelectionRange(at, at + Number(words.letters));
      return true;
    }

    replace(word) {
      const at = this.element.selectionStart;
      // Unlike setRangeText, this can be undone with the keys that undo typing.
      if (!document.execCommand("insertText", false, word)) {
        this.element.setRangeText(word);
        this.element.dispatchEvent(new Event("input", { bubbles: true }));
      }
      this.element.setSelectionRange(at, at + word.length);
    }
  }

  // Some words in Draftail, Wagtail's editor of rich text. Its words are changed through what it is made with (Draft.js):
  // changed in the page, they would come back.
  class RichPlace {
    constructor(box) {
      this.box = box;
      this.editor = box.draftailEditor;
      this.element = box.parentElement.querySelector("[contenteditable]");
    }

    get state() {
      return this.editor.getEditorState();
    }

    select(words) {
      this.element.focus({ preventScroll: true });
      const { block, offset } = this.find(words);
      if (!block) {
        return false;
      }
      this.selectIn(this.state, block, offset, Math.min(offset + Number(words.letters), block.getLength()));
      return true;
    }

    // Its blocks are the lines of a text.
    find(words) {
      const blocks = this.state.getCurrentContent().getBlocksAsArray();
      let offset = whereIs(words, blocks.map((block) => block.getText()).join("\n"));
      for (const block of offset < 0 ? [] : blocks) {
        if (offset <= block.getLength()) {
          return { block, offset };
        }
        offset -= block.getLength() + 1;
      }
      return {};
    }

    selectIn(state, block, from, to) {
      const { EditorState, SelectionState } = window.DraftJS;
      const selection = SelectionState.createEmpty(block.getKey()).merge({ anchorOffset: from, focusOffset: to, hasFocus: true });
      this.editor.onChange(EditorState.forceSelection(state, selection));
    }

    replace(word) {
      const { EditorState, Modifier } = window.DraftJS;
      const content = this.state.getCurrentContent();
      const selection = this.state.getSelection();
      const [key, from] = [selection.getStartKey(), selection.getStartOffset()];
      const block = content.getBlockForKey(key);
      const changed = Modifier.replaceText(content, selection, word, block.getInlineStyleAt(from), block.getEntityAt(from));
      const state = EditorState.push(this.state, changed, "insert-characters");
      this.selectIn(state, changed.getBlockForKey(key), from, from + word.length);
      // Draftail tells its field a quarter of a second later, and nobody else.
      setTimeout(() => {
        this.editor.saveState();
        this.box.dispatchEvent(new Event("input", { bubbles: true }));
      });
    }
  }

  // Where the words of a hint begin in a text: the nth time that they stand there. -1: not there any more.
  const whereIs = ({ foundBy, nth }, text) => {
    let at = text.indexOf(foundBy);
    for (let times = 0; times < Number(nth) && at >= 0; times += 1) {
      at = text.indexOf(foundBy, at + foundBy.length);
    }
    return at;
  };

  // The same button among other hints.
  const whatItIs = (button) => {
    const hint = button.closest("[data-hint]")?.dataset.hint ?? button.closest("details")?.dataset.fold ?? "";
    return `${hint} ${button.className} ${button.dataset.use ?? ""}`;
  };

  // Where there is room, the hints stand in the column of the checklist, those of the version that is open; else under
  // its words.
  const settle = (all, form, beside) => {
    const isWide = isBeside(form);
    all.forEach(({ panel, version, home }) => {
      const place = isWide ? beside : home;
      const hadFocus = panel.contains(document.activeElement) ? document.activeElement : null;
      if (panel.parentElement !== place) {
        place.append(panel);
        hadFocus?.focus({ preventScroll: true });
      }
      panel.hidden = isWide && !isShown(version);
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    const panels = [...document.querySelectorAll("[data-hints]")];
    if (panels.length && window.fetch) {
      const form = panels[0].closest("form");
      const all = panels.map((panel) => new Hints(panel, form));
      const beside = form.querySelector("[data-beside]");
      const watcher = new ResizeObserver(() => settle(all, form, beside));
      [form, ...all.map(({ version }) => version)].forEach((part) => watcher.observe(part));
    }
  });
})();
