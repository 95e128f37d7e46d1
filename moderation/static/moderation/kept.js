/* Nothing typed in the editor is lost.

   Wagtail's autosave (AutosaveController, UnsavedController) saves when somebody pauses. This adds what it leaves out:
   words typed in the first two seconds, without a pause, while a save was on its way, or right before the tab is closed;
   going on after a lost connection or a log-in that ended; and a plain sentence about it. Every form that is sent has a
   number, so that the server (moderation/views/writing.py) lets nothing older replace something newer.

   On this device words are kept only while the server cannot be reached, in this tab alone (sessionStorage), and go as
   soon as the server has them: phones are shared. */
"use strict";

(() => {
  const BY_ITSELF = ["csrfmiddlewaretoken", "sitting", "sitting_number", "next", "only_keep", "overwrite_revision_id"];
  // Wagtail writes into the form which button sent it.
  const FAMILIES_BY_THEMSELVES = ["loaded_revision", "comments-", "action-"];
  const AGAIN_EVERY = 3000;
  const AGAIN_AFTER_FAILING = 20000;
  // Whoever is still here so long after sending the form: it did not get through, or they stopped it.
  const STILL_HERE_AFTER = 60000;
  // What browsers still send after a tab was closed (Fetch standard, "keepalive"): 64 KiB.
  const LIGHT_ENOUGH = 60000;

  const keyOfThisLogIn = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];

  class Keeper {
    constructor(form, head) {
      this.form = form;
      this.head = head;
      this.number = Number(head.dataset.number); // more than 0 where a form was refused, and is shown again
      this.saved = null; // the form as the server has it
      this.sent = null; // the form as a button sent it; its answer is another page, which may take long to come
      this.isTouched = false;
      this.isOnItsWay = false;
      this.failedAt = 0;
      this.said = "";
      this.makeRoom();
      this.listen();
      this.handInWhatWasLeft();
    }

    get autosave() {
      return window.wagtail.app.getControllerForElementAndIdentifier(this.form, "w-autosave");
    }

    // -- what is typed, and whether the server has it

    typed() {
      // Draftail writes into its field a quarter of a second after the last key.
      [...this.form.elements].forEach((field) => field.draftailEditor?.saveState?.());
      return new FormData(this.form);
    }

    written(data) {
      const pairs = [...data.entries()].filter(([name, value]) => !this.isByItself(name) && typeof value === "string");
      return JSON.stringify(pairs);
    }

    isByItself(name) {
      return BY_ITSELF.includes(name) || FAMILIES_BY_THEMSELVES.some((beginning) => name.startsWith(beginning));
    }

    isUnsaved() {
      const written = this.written(this.typed());
      return this.isTouched && written !== this.saved && !this.isSent(written);
    }

    isSent(written) {
      // Wagtail's own scripts go on filling in the form (an address made from the title): that is nobody's words.
      return this.sent !== null && (written === this.sent || !this.isTypedSince);
    }

    stamp(data) {
      this.number += 1;
      data.set("sitting_number", this.number);
      const key = keyOfThisLogIn();
      if (key) {
        data.set("csrfmiddlewaretoken", key);
        window.wagtailConfig.CSRF_TOKEN = key; // Wagtail's own requests, like the one that says who is here
      }
      return data;
    }

    // -- sending it

    listen() {
      const typing = (event) => {
        // Wagtail's own scripts change and click things while the form is being put together.
        if (event.isTrusted || event.type === "input") {
          this.isTouched = true;
        }
        this.isTypedSince ||= event.isTrusted && event.type !== "click";
      };
      for (const kind of ["focusin", "pointerdown"]) {
        this.form.addEventListener(kind, () => this.begin(), true);
      }
      for (const kind of ["input", "change", "paste", "drop", "cut", "keydown", "click"]) {
        this.form.addEventListener(kind, typing, true);
      }
      this.form.addEventListener("w-unsaved:watch-edits", () => this.begin(), true);
      this.form.addEventListener("w-autosave:save", (event) => this.wagtailSends(event), true);
      this.form.addEventListener("w-autosave:success", () => this.isSaved(this.pending), true);
      this.form.addEventListener("w-autosave:error", (event) => this.wagtailFailed(event.detail), true);
      this.form.addEventListener("submit", (event) => this.isSubmitted(event), true);
      // Wagtail asks before somebody leaves; there is no need to where the server has every word.
      this.form.addEventListener("w-unsaved:confirm", (event) => this.isUnsaved() || event.preventDefault());
      document.addEventListener("w-swap:json", (event) => this.sayWhoIsHere(event.detail?.data?.other_sessions));
      document.addEventListener("visibilitychange", () => {
        document.visibilityState === "hidden" ? this.sendBeforeLeaving() : this.tryAgain();
      });
      window.addEventListener("pagehide", () => this.sendBeforeLeaving());
      window.addEventListener("pageshow", () => this.isStillHere());
      for (const kind of ["online", "focus", "pageshow"]) {
        window.addEventListener(kind, () => this.tryAgain());
      }
      window.addEventListener("offline", () => this.failed({ type: "network_error" }));
      setInterval(() => this.lookAfter(), AGAIN_EVERY);
    }

    begin() {
      // Before the first touch. Wagtail waits for two seconds, and takes what was typed meanwhile for what was loaded.
      if (this.saved === null && !this.isTouched) {
        this.saved = this.written(this.typed());
      }
    }

    wagtailSends(event) {
      const data = event.detail.formData;
      if (this.sent !== null) {
        // It could overtake the form, or come after the panel has the page. What is typed meanwhile is sent on leaving.
        event.preventDefault();
        return;
      }
      this.isOnItsWay = true;
      this.pending = this.written(data);
      this.stamp(data);
    }

    lookAfter() {
      const isWaiting = this.failedAt && Date.now() - this.failedAt < AGAIN_AFTER_FAILING;
      if (!this.isOnItsWay && !isWaiting && !this.isLeaving && this.sent === null && this.isUnsaved()) {
        this.send();
      }
    }

    tryAgain() {
      this.isLeaving = false;
      if (this.failedAt && navigator.onLine) {
        this.failedAt = 0;
        this.lookAfter();
      }
    }

    send() {
      const autosave = this.autosave;
      if (autosave?.activeValue) {
        autosave.save(new CustomEvent("kept"));
      } else {
        this.sendOurselves();
      }
    }

    async sendOurselves({ keepalive = false } = {}) {
      const data = this.typed();
      const written = this.written(data);
      const body = new URLSearchParams(this.stamp(data));
      try {
        const answer = await fetch(this.form.action, {
          method: "POST",
          body,
          headers: { Accept: "application/json" },
          keepalive,
        });
        const said = await answer.json();
        if (said.success) {
          this.isSaved(written);
          this.isAt(said.url);
        } else {
          this.failed({ type: said.error_code, response: said }, written);
        }
      } catch (error) {
        this.failed({ type: error instanceof TypeError ? "network_error" : "server_error" });
      }
    }

    sendBeforeLeaving() {
      if (!this.isLeaving && this.isUnsaved()) {
        this.isLeaving = true;
        const isHeavy = new URLSearchParams(new FormData(this.form)).toString().length >= LIGHT_ENOUGH;
        if (this.failedAt || isHeavy || !navigator.onLine) {
          this.remember(); // what is sent now may not get there
        }
        this.sendOurselves({ keepalive: !isHeavy });
      }
    }

    isSubmitted(event) {
      this.sent = this.written(this.typed());
      this.isTypedSince = false;
      setTimeout(() => event.defaultPrevented && this.isStillHere());
      setTimeout(() => this.isStillHere(), STILL_HERE_AFTER);
      const data = this.stamp(new FormData());
      for (const [name, value] of data.entries()) {
        const field = this.form.elements.namedItem(name) || this.form.appendChild(this.hidden(name));
        field.value = value;
      }
    }

    isStillHere() {
      this.sent = null;
    }

    hidden(name) {
      return Object.assign(document.createElement("input"), { type: "hidden", name });
    }

    // -- what came of it

    isSaved(written) {
      this.isOnItsWay = false;
      this.saved = written;
      this.failedAt = 0;
      this.head.setAttribute("data-w-autosave-state-value", "saved");
      this.forget();
      this.say("");
    }

    isAt(url) {
      if (url) {
        this.form.action = url; // a new page has an address of its own now
      }
    }

    wagtailFailed(detail) {
      this.isOnItsWay = false;
      this.failed(detail, this.pending);
      detail.text = this.said; // Wagtail's own words are never read
    }

    failed({ type, response }, written) {
      this.failedAt = Date.now();
      this.head.setAttribute("data-w-autosave-state-value", "paused");
      const words = this.head.dataset;
      if (type === "network_error") {
        this.say(words.noConnection);
        this.remember();
      } else if (response?.error_code === "logged_out") {
        this.say(words.loggedOut, { text: words.logIn, url: words.logInUrl, isElsewhere: true });
        this.remember();
      } else if (response?.error_message) {
        this.say(response.error_message, response.way_on && { text: words.see, url: response.way_on });
        if (response.kept) {
          // Not on the page, but the server has them.
          this.failedAt = 0;
          this.saved = written;
          this.forget();
        } else {
          this.remember();
        }
      } else {
        this.say(words.ourSide);
        this.remember();
      }
    }

    // -- while the server cannot be reached

    get place() {
      return `words:${new URL(this.form.action, location.href).pathname}`;
    }

    remember() {
      const data = this.typed();
      if (this.isTouched && this.written(data) !== this.saved) {
        try {
          sessionStorage.setItem(this.place, JSON.stringify([...this.stamp(data).entries()]));
        } catch {
          // Full, or forbidden: then the words are in the open page alone.
        }
      }
    }

    forget() {
      sessionStorage.removeItem(this.place);
    }

    async handInWhatWasLeft() {
      const left = sessionStorage.getItem(this.place);
      if (!left) {
        return;
      }
      const body = new URLSearchParams(JSON.parse(left));
      body.set("only_keep", "1");
      body.set("csrfmiddlewaretoken", keyOfThisLogIn() || "");
      let said;
      try {
        const answer = await fetch(this.form.action, { method: "POST", body, headers: { Accept: "application/json" } });
        said = await answer.json();
      } catch {
        return; // still no connection
      }
      // Whoever is logged in now: on this device they are not kept any longer.
      this.forget();
      if (said.kept) {
        this.say(this.head.dataset.putBack, { text: this.head.dataset.see, url: said.way_on });
      }
    }

    // -- saying it

    makeRoom() {
      this.here = Object.assign(document.createElement("p"), { className: "kept-here" });
      this.here.setAttribute("role", "status");
      this.note = Object.assign(document.createElement("div"), { className: "kept-note", hidden: true });
      const room = Object.assign(document.createElement("div"), { className: "kept-room" });
      room.setAttribute("aria-live", "polite");
      room.append(this.note);
      // Before the form, so that on a phone it stands above the words and never over what sends them.
      this.form.prepend(this.here, room);
    }

    say(sentence, link) {
      if (sentence === this.said) {
        return; // a screen reader says it once
      }
      this.said = sentence;
      this.note.hidden = !sentence;
      this.note.replaceChildren(sentence);
      if (link) {
        const way = Object.assign(document.createElement("a"), { href: link.url, textContent: link.text });
        if (link.isElsewhere) {
          way.target = "_blank";
        }
        this.note.append(" ", way);
      }
      if (sentence) {
        this.note.append(this.hide());
      }
    }

    // The header goes on saying that it is not saved.
    hide() {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "kept-note__hide" });
      button.textContent = this.head.dataset.hide;
      button.addEventListener("click", () => {
        this.note.hidden = true;
      });
      return button;
    }

    sayWhoIsHere(others) {
      if (!others) {
        return;
      }
      const names = others.map((other) => other.user).filter((name) => name !== this.head.dataset.me);
      const pattern = names.length > 1 ? this.head.dataset.areHere : this.head.dataset.isHere;
      const sentence = names.length ? pattern.replace("NAMES", names.join(", ")) : "";
      if (sentence !== this.here.textContent) {
        this.here.textContent = sentence;
      }
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form#page-edit-form[data-controller~='w-autosave']");
    const head = document.getElementById("w-autosave-indicator");
    if (form && head) {
      new Keeper(form, head);
    }
  });
})();
