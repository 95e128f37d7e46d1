/* Beside a film that was just uploaded: asks the server now and then how far it is, and shows it. It decides nothing, and
   it saves nothing: without it the page says the same when it is opened again. */
"use strict";

(() => {
  const LOOK_EVERY = 1000; // whether another film was chosen: the chooser tells nobody
  const ASK_EVERY = 5000;

  class FilmState {
    constructor(place) {
      this.address = place.dataset.filmState;
      this.field = document.getElementById(place.dataset.filmField);
      this.said = place.querySelector("[data-film-said]");
      this.percent = place.querySelector("[data-film-percent]");
      this.poster = place.querySelector("[data-film-poster]");
      this.film = this.field ? this.field.value : "";
      this.asked = -ASK_EVERY;
      this.isSettled = !this.film;
      if (this.field) setInterval(() => this.look(), LOOK_EVERY);
    }

    look() {
      if (this.field.value !== this.film) {
        this.film = this.field.value;
        this.isSettled = !this.film;
        this.asked = -ASK_EVERY;
        this.show({ html: "", state: "", percent: 0, is_settled: this.isSettled });
      }
      if (this.isSettled || document.hidden || performance.now() - this.asked < ASK_EVERY) return;
      this.asked = performance.now();
      this.ask(this.film);
    }

    /* A page that is new in this form has an address as soon as it was saved for the first time. */
    offerPictures(isReady) {
      const address = window.writingForm.addressFor(this.field.form, this.poster.dataset.filmPoster, "");
      this.poster.hidden = !(isReady && address);
      if (address) this.poster.querySelector("a").href = address;
    }

    async ask(film) {
      try {
        const answer = await fetch(`${this.address}?film=${encodeURIComponent(film)}`, { headers: { Accept: "application/json" } });
        if (film !== this.film) return;
        if (answer.redirected || answer.status === 403) this.isSettled = true; // not ours to know, or logged out
        else if (answer.ok) this.show(await answer.json());
      } catch {
        // No connection just now: it is asked again.
      }
    }

    // Said aloud is only what has changed: the percents are seen, and not read out one by one.
    show({ html, state, percent, is_settled: isSettled }) {
      const words = html.trim();
      if (this.said.textContent.trim() !== words) this.said.textContent = words;
      this.percent.hidden = state !== "being made";
      this.percent.value = percent;
      if (this.poster) this.offerPictures(state === "ready");
      this.isSettled = isSettled;
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-film-state]").forEach((place) => new FilmState(place));
  });
})();
