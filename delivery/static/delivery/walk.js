/* Walks a pathway question by question, on this device alone: no answer is sent, kept, or put in an address.

   Without this file the same page shows every step, and answers are links from one to the next (delivery/walk.html). */
"use strict";

(() => {
  class Walk {
    constructor(root) {
      this.root = root;
      this.steps = new Map([...root.querySelectorAll("[data-walk-step]")].map((step) => [step.id, step]));
      this.way = [this.first()];
      this.showsAll = false;
      this.progress = root.querySelector("[data-walk-progress]");
      this.ways = root.querySelector("[data-walk-ways]");
      root.classList.add("reader-walking");
      this.ways.hidden = this.progress.hidden = false;
      root.addEventListener("click", (event) => this.clicked(event));
      this.show({ moveFocus: false });
    }

    first() {
      return this.steps.has(this.root.dataset.start) ? this.root.dataset.start : this.steps.keys().next().value;
    }

    here() {
      return this.way[this.way.length - 1];
    }

    clicked(event) {
      const answer = event.target.closest("[data-walk-answer]");
      if (answer && !this.showsAll) {
        event.preventDefault();
        this.go(this.leadsTo(answer));
      } else if (event.target.closest("[data-walk-back]")) {
        this.way.pop();
        this.show({});
      } else if (event.target.closest("[data-walk-again]")) {
        this.way = [this.first()];
        this.show({});
      } else if (event.target.closest("[data-walk-all]")) {
        this.showsAll = !this.showsAll;
        this.show({ moveFocus: false });
      }
    }

    go(id) {
      if (!this.steps.has(id)) {
        this.progress.textContent = this.progress.dataset.lost;
        this.progress.focus();
        return;
      }
      this.way.push(id);
      this.show({});
    }

    show({ moveFocus = true }) {
      this.root.querySelectorAll("[data-walk-step]").forEach((step) => {
        step.hidden = !this.showsAll && step !== this.steps.get(this.here());
      });
      this.root.classList.toggle("reader-walking", !this.showsAll);
      this.root.querySelectorAll("[data-walk-leads]").forEach((leads) => (leads.hidden = !this.showsAll));
      this.progress.hidden = this.showsAll;
      this.say();
      this.name();
      if (moveFocus) {
        this.focusOn(this.steps.get(this.here()));
      }
    }

    focusOn(step) {
      const heading = step.querySelector(".reader-heading");
      heading.tabIndex = -1;
      heading.setAttribute("aria-describedby", this.progress.id);
      heading.focus({ preventScroll: true });
      this.root.scrollIntoView({ block: "start" });
    }

    /* Where somebody is, in words: how many questions so far, and how many more at most. */
    say() {
      const step = this.steps.get(this.here());
      const words = this.progress.dataset;
      this.progress.tabIndex = -1;
      if (!this.answersOf(step).length) {
        this.progress.textContent = words.outcome;
        return;
      }
      const left = this.questionsAfter(step.id, new Map());
      const more = left === 0 ? words.last : left === 1 ? words.moreOne : words.more.replace("%m", left);
      this.progress.textContent = `${words.question.replace("%n", this.way.length)} ${more}`;
    }

    /* The longest way from here, in questions. A draft that runs in circles is counted once round. */
    questionsAfter(id, known) {
      if (known.has(id)) {
        return known.get(id);
      }
      known.set(id, 0);
      const next = this.answersOf(this.steps.get(id)).map((answer) => this.leadsTo(answer));
      const questions = next.filter((key) => this.steps.has(key) && this.answersOf(this.steps.get(key)).length);
      const longest = Math.max(0, ...questions.map((key) => 1 + this.questionsAfter(key, known)));
      known.set(id, longest);
      return longest;
    }

    answersOf(step) {
      return [...step.querySelectorAll("[data-walk-answer]")];
    }

    leadsTo(answer) {
      return answer.getAttribute("href").slice(1);
    }

    name() {
      const all = this.root.querySelector("[data-walk-all]");
      all.dataset.all ??= all.textContent;
      all.textContent = this.showsAll ? all.dataset.one : all.dataset.all;
      const atTheStart = this.way.length < 2;
      this.root.querySelector("[data-walk-back]").hidden = atTheStart || this.showsAll;
      this.root.querySelector("[data-walk-again]").hidden = atTheStart || this.showsAll;
    }
  }

  const startAll = () => {
    document.querySelectorAll("[data-walk]:not([data-walk-on])").forEach((root) => {
      root.dataset.walkOn = "true";
      new Walk(root);
    });
  };

  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", startAll) : startAll();
})();
