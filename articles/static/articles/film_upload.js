/* Brings a film to the server in small pieces (tus 1.0.0, articles/upload_views.py), and goes on where it stopped: after a
   lost connection, a log-in that ended, or when the same file is chosen again after the page was closed. Without this
   script, or where it fails, the form sends the file whole. */
"use strict";

(() => {
  const SMALLEST_PIECE = 64 * 1024;
  const FIRST_PIECE = 256 * 1024;
  const LARGEST_PIECE = 2 * 1024 * 1024;
  const QUICK = 3000; // milliseconds, and so are the others
  const SLOW = 15000;
  const GIVE_UP_A_PIECE = 60000;
  const LONGEST_WAIT = 30000;
  const SAY_EVERY = 5000;
  const REMEMBERED_FOR = 24 * 60 * 60 * 1000; // as long as the server keeps what it has
  const TRY_AGAIN = [400, 408, 423, 425, 429];
  const MEGABYTE = 1024 * 1024;

  class Refused extends Error {}
  class LoggedOut extends Error {}
  class Gone extends Error {}

  // Not what stood in the page: whoever logged in again in another tab has another one.
  const keyOfThisLogIn = (form) =>
    /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? form.elements.namedItem("csrfmiddlewaretoken").value;

  // -- which file is on its way to which address, on this device

  const KEPT = "film-uploads";
  const nameOf = (file) => JSON.stringify([file.name, file.size, file.lastModified]);

  function remembered() {
    try {
      const young = ([, { at }]) => Date.now() - at < REMEMBERED_FOR;
      return Object.fromEntries(Object.entries(JSON.parse(localStorage.getItem(KEPT)) ?? {}).filter(young));
    } catch {
      return {};
    }
  }

  const remember = (file, address) => keep(nameOf(file), address);

  function keep(name, address) {
    const { [name]: _before, ...all } = remembered();
    if (address) all[name] = { address, at: Date.now() };
    try {
      localStorage.setItem(KEPT, JSON.stringify(all));
    } catch {
      // Full, or not allowed: then it goes on as long as the page is open.
    }
  }

  /* What has become a film, or is kept no longer, is named on no device any more. */
  async function forgetWhatIsGone() {
    for (const [name, { address }] of Object.entries(remembered())) {
      const asked = { method: "HEAD", headers: { "Tus-Resumable": "1.0.0" }, redirect: "manual" };
      const answer = await fetch(address, asked).catch(() => null);
      if (answer?.status === 404) keep(name, null);
    }
  }

  // -- one form, and the film that is chosen in it

  class FilmUpload {
    constructor(input) {
      this.input = input;
      this.name = input.name;
      this.form = input.form;
      this.place = this.form.querySelector("[data-film-upload]");
      this.find = (part) => this.place.querySelector(`[data-film-upload-${part}]`);
      this.token = this.find("token");
      this.find("cancel").addEventListener("click", () => this.cancel());
      input.closest("li").after(this.place);
    }

    async choose(file) {
      this.stop();
      this.clearWhatWasWrong();
      if (!file) return this.show("");
      const run = (this.run = { file, size: FIRST_PIECE });
      this.show("sending", { sent: 0 });
      try {
        const address = await this.bring(run);
        if (!this.isOver(run)) this.arrived(address);
      } catch (error) {
        if (this.isOver(run)) return;
        this.refuse(error instanceof Refused && error.message);
      }
    }

    refuse(sentence) {
      this.stop();
      this.input.value = "";
      this.clearWhatWasWrong();
      this.input.setAttribute("aria-invalid", "true");
      this.show("failed", {}, sentence);
    }

    /* What the server said of another file, when it sent this form. */
    clearWhatWasWrong() {
      this.input.removeAttribute("aria-invalid");
      const field = this.input.closest("[data-field]");
      field?.classList.remove("w-field--error");
      field?.querySelector("[data-field-errors]")?.replaceChildren();
    }

    /* The whole way. What is lost on it is asked for again, for as long as this form is open. */
    async bring(run) {
      const { file } = run;
      run.address = remembered()[nameOf(file)]?.address;
      let offset = null;
      let failures = 0;
      let anew = 0;
      while (!this.isOver(run)) {
        try {
          if (!run.address) {
            run.address = await this.begin(run);
            remember(file, run.address);
            offset = 0;
          }
          offset ??= await this.howFar(run);
          this.show("sending", { sent: offset });
          if (offset === file.size) return run.address;
          offset = await this.piece(run, offset);
          failures = 0;
        } catch (error) {
          if (error instanceof Refused || this.isOver(run)) throw error;
          offset = null;
          if (error instanceof Gone && ++anew <= 3) {
            run.address = null;
            remember(file, null);
            continue;
          }
          failures += 1;
          run.size = Math.max(run.size / 2, SMALLEST_PIECE);
          this.show(error instanceof LoggedOut ? "loggedOut" : "waiting", {});
          await somethingChanges(Math.min(1000 * 2 ** (failures - 1), LONGEST_WAIT));
        }
      }
      return null;
    }

    async begin(run) {
      const name = btoa(String.fromCharCode(...new TextEncoder().encode(run.file.name.slice(-200))));
      const headers = { "Upload-Length": run.file.size, "Upload-Metadata": `filename ${name}` };
      return (await this.ask(run, "POST", this.place.dataset.filmUpload, headers)).headers.get("Location");
    }

    async howFar(run) {
      return Number((await this.ask(run, "HEAD", run.address)).headers.get("Upload-Offset"));
    }

    async piece(run, offset) {
      let piece;
      try {
        piece = await run.file.slice(offset, offset + run.size).arrayBuffer();
      } catch {
        throw new Refused(this.place.dataset.sayUnreadable); // moved, or changed since it was chosen
      }
      const began = performance.now();
      const headers = { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" };
      const answer = await this.ask(run, "PATCH", run.address, headers, piece);
      const took = performance.now() - began;
      if (took < QUICK) run.size = Math.min(run.size * 2, LARGEST_PIECE);
      if (took > SLOW) run.size = Math.max(run.size / 2, SMALLEST_PIECE);
      return Number(answer.headers.get("Upload-Offset"));
    }

    async ask(run, method, address, headers = {}, body = undefined) {
      const asking = (run.asking = new AbortController());
      const tooLong = setTimeout(() => asking.abort(), GIVE_UP_A_PIECE);
      const ours = { "Tus-Resumable": "1.0.0", "X-CSRFToken": keyOfThisLogIn(this.form), Accept: "application/json" };
      try {
        const options = { method, body, headers: { ...ours, ...headers }, redirect: "manual", signal: asking.signal };
        const answer = await fetch(address, options);
        if (!answer.ok) await this.complain(answer);
        return answer;
      } finally {
        clearTimeout(tooLong);
      }
    }

    async complain(answer) {
      const said = await answer.text();
      if (answer.type === "opaqueredirect" || answer.status === 401 || said.includes('"logged_out"')) throw new LoggedOut();
      if (answer.status === 404) throw new Gone();
      if (answer.status >= 500 || answer.status === 409 || TRY_AGAIN.includes(answer.status)) throw new Error(said);
      throw new Refused(said.length < 300 ? said : "");
    }

    arrived(address) {
      this.run = null;
      this.token.value = address.split("/").filter(Boolean).pop();
      this.show("here");
      if (this.isWanted) this.sendForm();
    }

    sendForm() {
      const button = this.form.querySelector("[type=submit]");
      button.disabled = false; // Wagtail's own waits half a minute for an answer
      button.click();
    }

    cancel() {
      const { run } = this;
      this.stop();
      if (run) {
        remember(run.file, null);
        if (run.address) this.ask(run, "DELETE", run.address).catch(() => {}); // else it is forgotten in a day
      }
      this.input.value = "";
      this.show("cancelled");
      this.input.focus();
    }

    stop() {
      this.run?.asking?.abort();
      this.run = null;
      this.isWanted = false;
      this.token.value = "";
      this.isSentNoMore();
    }

    isSentNoMore() {
      this.isBeingSent = false;
      for (const button of this.form.querySelectorAll("[data-w-progress-loading-value]")) {
        button.dataset.wProgressLoadingValue = "false";
      }
    }

    wouldBeLost() {
      return this.place.isConnected && !this.isBeingSent && Boolean(this.run || this.token.value);
    }

    isOver(run) {
      return this.run !== run || !this.place.isConnected; // the chooser was closed
    }

    beforeItIsSent(event) {
      if (this.run) {
        event.preventDefault();
        event.stopImmediatePropagation();
        this.isWanted = true;
        this.say(this.place.dataset.saySoon);
        return;
      }
      this.isBeingSent = true;
      this.input.name = this.token.value ? "" : this.name; // the film is not sent once more
      this.form.elements.namedItem("csrfmiddlewaretoken").value = keyOfThisLogIn(this.form);
    }

    // -- in the chooser

    async sendInDialog(modal) {
      try {
        const options = { method: "POST", body: new FormData(this.form), redirect: "manual", headers: { Accept: "application/json" } };
        const answer = await fetch(this.form.action, options);
        if (!answer.ok) await this.complain(answer);
        modal.loadResponseText(await answer.text());
      } catch (error) {
        this.isSentNoMore();
        this.show(error instanceof LoggedOut ? "logInFirst" : "notKept");
      }
    }

    /* Only another film helps against what is wrong with this one; else it stays, and is sent with the rest again. */
    isRefused({ sentences, is_the_film: isTheFilm }) {
      if (isTheFilm) return this.refuse(sentences.join(" "));
      this.isSentNoMore();
      this.show("putRight", {}, sentences.join(" "));
    }

    // -- what is seen and said

    /* `state`: one of the sentences that came with the form, or nothing at all. */
    show(state, { sent } = {}, sentence = "") {
      const isOnItsWay = ["sending", "waiting", "loggedOut"].includes(state);
      const shown = this.find("shown");
      const isNews = shown.dataset.state !== state;
      shown.hidden = !state;
      shown.dataset.state = state;
      this.find("bar").hidden = this.find("cancel").hidden = !isOnItsWay;
      this.find("again").hidden = !isOnItsWay && state !== "here";
      this.find("log-in").hidden = !["loggedOut", "logInFirst"].includes(state);
      if (sent !== undefined) this.find("bar").value = (100 * sent) / this.run.file.size;
      if (state && (isNews || !this.isWanted)) this.say(sentence || this.sentence(state, sent), { isNews });
    }

    /* Seen at once. Read out is how much is here only now and then, all else at once. */
    say(words, { isNews = true } = {}) {
      this.find("said").textContent = words;
      if (!isNews && performance.now() - this.saidAt < SAY_EVERY) return;
      this.saidAt = performance.now();
      this.find("heard").textContent = words;
    }

    sentence(state, sent) {
      const megabytes = (bytes) => (bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0);
      const words = this.place.dataset[`say${state[0].toUpperCase()}${state.slice(1)}`];
      return sent === undefined ? words : words.replace("{sent}", megabytes(sent)).replace("{all}", megabytes(this.run.file.size));
    }
  }

  /* After so many milliseconds, or as soon as there is a connection, or somebody comes back to this tab. */
  function somethingChanges(milliseconds) {
    return new Promise((resolve) => {
      const heard = new AbortController();
      const done = () => (heard.abort(), resolve());
      setTimeout(done, milliseconds);
      for (const kind of ["online", "focus"]) window.addEventListener(kind, done, { signal: heard.signal });
    });
  }

  // The chooser brings its form long after the page: so the page listens, and not the form.
  const uploads = new Map();

  function uploadOf(form) {
    if (!uploads.has(form)) {
      [...uploads.keys()].filter((old) => !old.isConnected).forEach((old) => uploads.delete(old));
      uploads.set(form, new FilmUpload(form.querySelector("[type=file]")));
    }
    return uploads.get(form);
  }

  /* wagtailmedia's own script asks for a title, and writes the file's name into it (media-chooser-modal.js, `chooser`). */
  function takeOverTheChooser() {
    const steps = window.MEDIA_CHOOSER_MODAL_ONLOAD_HANDLERS;
    if (!steps) return;
    const { chooser } = steps;
    const formIn = (modal) => $("form.media-upload", modal.body);
    steps.chooser = (modal, said) => {
      chooser(modal, said);
      formIn(modal).find("[type=file]").off("change");
      formIn(modal).off("submit").on("submit", (event) => {
        event.preventDefault();
        uploadOf(event.currentTarget).sendInDialog(modal);
      });
    };
    steps.refused = (modal, said) => uploadOf(formIn(modal)[0]).isRefused(said);
  }

  document.addEventListener("change", ({ target }) => {
    if (target.type !== "file" || !target.form?.querySelector("[data-film-upload]")) return;
    uploadOf(target.form).choose(target.files[0]);
  });
  document.addEventListener("DOMContentLoaded", () => {
    forgetWhatIsGone();
    takeOverTheChooser();
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...uploads.values()].some((upload) => upload.wouldBeLost())) event.preventDefault();
  });
  document.addEventListener("submit", (event) => uploads.get(event.target)?.beforeItIsSent(event), true);
})();
