/* While somebody writes a page: asks the server what is still missing and how long the words are, shows it, and leads
   to the field that a point is about. It decides nothing, and it saves nothing. */
"use strict";

(() => {
  const PAUSE = 1200; // somebody who stops typing for so long wants to know
  const TEXTS = "input:not([type=hidden]), textarea, select, [contenteditable=true]";
  const WIDE = 960; // from this width the list has room of its own beside the form
  const CHANGES = ["input", "change", "keyup", "click", "drop", "w-unsaved:add", "w-autosave:success"];

  document.addEventListener("DOMContentLoaded", () => {
    const list = document.querySelector("[data-checklist]");
    if (list) {
      watch(list, list.closest("form"));
    }
    const beside = document.querySelector("[data-side-by-side]");
    if (beside) {
      // Wagtail puts its tabs together first.
      requestAnimationFrame(() => showAllAround(beside));
    }
  });

  const watch = (list, form) => {
    const fold = list.querySelector("[data-checklist-fold]");
    const stale = list.querySelector("[data-checklist-stale]");
    fold.open = isBeside(form);

    let timer = null;
    let asked = null;
    let underWay = null;

    const lookOver = async () => {
      const typed = new FormData(form);
      // Files are not looked at, and would be sent again and again.
      [...typed.entries()].forEach(([name, value]) => value instanceof File && typed.delete(name));
      const address = addressFor(form, list.dataset.lookOverSaved, list.dataset.lookOverNew);
      const question = address + new URLSearchParams(typed).toString();
      if (!address || question === asked) {
        return;
      }
      asked = question;
      underWay?.abort();
      underWay = new AbortController();
      try {
        const answer = await fetch(address, {
          method: "POST",
          body: new URLSearchParams(typed),
          headers: { "X-Requested-With": "XMLHttpRequest" },
          signal: underWay.signal,
        });
        if (answer.ok) {
          show(list, form, await answer.json());
        }
        stale.hidden = answer.ok;
      } catch (failure) {
        if (failure.name !== "AbortError") {
          asked = null; // no connection: what is shown stays, and the next change asks again
          stale.hidden = false;
        }
      }
    };

    CHANGES.forEach((change) => {
      form.addEventListener(change, () => {
        clearTimeout(timer);
        timer = setTimeout(lookOver, PAUSE);
      });
    });
    window.addEventListener("online", () => stale.hidden || lookOver());
    form.addEventListener("w-autosave:success", () => requestAnimationFrame(() => showWaysToBegin(form)));
    form.addEventListener("click", goIntoTheListOfParts);
    comeBackFromChoosing(form);
    list.addEventListener("click", (event) => {
      const link = event.target.closest("[data-goes-to]");
      if (link) {
        event.preventDefault();
        goTo(form, link.dataset.goesTo);
      }
    });
  };

  // Wagtail opens its list of parts beside the button and leaves the focus where it was. A thumb (detail is 1) wants no
  // keyboard over the list; whoever pressed a key does not want to look for it.
  const goIntoTheListOfParts = (event) => {
    const button = event.target.closest(".c-sf-add-button");
    if (button && event.detail === 0) {
      whenThere(() => button.parentElement.querySelector("[role=combobox]"), (field) => field.focus());
    }
  };

  // A picture or a page is chosen in a window over the form. When that closes, Wagtail leaves the focus nowhere.
  const comeBackFromChoosing = (form) => {
    let chooser = null;
    form.addEventListener("click", (event) => {
      chooser = event.target.closest(".chooser") ?? chooser;
    });
    window.jQuery(document.body).on("hidden.bs.modal", () => {
      if (chooser && !form.contains(document.activeElement)) {
        firstShown(chooser, "button, a[href]")?.focus();
      }
    });
  };

  const whenThere = (find, act, patience = 30) => {
    const found = find();
    if (found) {
      act(found);
    } else if (patience > 0) {
      requestAnimationFrame(() => whenThere(find, act, patience - 1));
    }
  };

  // Whether the list stands beside the form: there is room, and no other words stand there.
  const isBeside = (form) => form.clientWidth >= WIDE && !form.querySelector("[data-side-by-side]");

  // Two versions side by side are a page of their own, which a page that is not saved yet has not got.
  const showWaysToBegin = (form) => {
    const address = new URL(form.action);
    if (/\/pages\/\d+\/edit\//.test(address.pathname)) {
      form.querySelectorAll("[data-way-beside]:not([href])").forEach((way) => {
        way.href = address.pathname + way.dataset.wayBeside;
        way.parentElement.hidden = false;
      });
    }
  };

  // A new page has an address of its own as soon as it is saved for the first time, while the form stays where it is.
  const addressFor = (form, whenSaved, whenNew) => {
    const saved = form.action.match(/\/pages\/(\d+)\/edit\//);
    return saved ? whenSaved.replace(/\/\d+\//, `/${saved[1]}/`) : whenNew;
  };

  const show = (list, form, answer) => {
    const items = list.querySelector("[data-checklist-items]");
    const summary = list.querySelector("[data-checklist-summary]");
    const said = [];
    const focused = items.contains(document.activeElement) ? document.activeElement.dataset.goesTo : null;
    if (summary.textContent !== answer.summary) {
      summary.textContent = answer.summary;
      said.push(answer.summary);
    }
    list.classList.toggle("checklist--ready", answer.left === 0);
    items.innerHTML = answer.items;
    if (focused) {
      (items.querySelector(`[data-goes-to="${focused}"]`) ?? list.querySelector("summary")).focus();
    }
    form.dispatchEvent(new CustomEvent("articles:looked-over", { detail: answer }));
    Object.entries(answer.lengths).forEach(([field, length]) => {
      const version = form.querySelector(`[data-reading-version="${field}"]`);
      if (!version) {
        return;
      }
      version.querySelector("[data-length]").innerHTML = length.html;
      // Said once, when it becomes too long, and not at every word after that.
      if (length.past && !version.dataset.wasPast) {
        said.push(length.past);
      }
      version.dataset.wasPast = length.past ? "yes" : "";
    });
    if (said.length) {
      list.querySelector("[data-checklist-said]").textContent = said.join(". ");
    }
  };

  const goTo = (form, field) => {
    const place =
      form.querySelector(`[data-contentpath="${CSS.escape(field)}"]`) ??
      document.getElementById(`id_${field}`) ??
      document.getElementById(`id_${field}-FORMS`) ??
      form.querySelector(`[name="${CSS.escape(field)}"]`);
    if (!place) {
      return;
    }
    bringIntoSight(form, place, () => {
      const target = firstShown(place, TEXTS) ?? firstShown(place, "button, a[href]") ?? place;
      target.focus({ preventScroll: true });
      return target;
    });
  };

  // Opens all around a place and, as soon as it is shown, does what is to be done there: `act` returns what to look at.
  const bringIntoSight = (form, place, act) => {
    const list = form.querySelector("[data-checklist-fold]");
    if (list && !isBeside(form)) {
      list.open = false;
    }
    showAllAround(place);
    whenShown(place, () => {
      const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      act().scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    });
  };

  // Wagtail shows a tab a moment after it was chosen.
  const whenShown = (place, act, patience = 30) => {
    if (isShown(place) || patience === 0) {
      act();
    } else {
      requestAnimationFrame(() => whenShown(place, act, patience - 1));
    }
  };

  const firstShown = (place, kinds) =>
    [place, ...place.querySelectorAll(kinds)].find((part) => part.matches(kinds) && isShown(part));

  // From the outside in: the tab it is in, the tab inside that one, the part that is folded away.
  const showAllAround = (place) => {
    const around = [];
    for (let node = place.parentElement; node; node = node.parentElement) {
      around.unshift(node);
    }
    around.forEach((node) => {
      if (node.matches('[role="tabpanel"][hidden]')) {
        document.getElementById(node.getAttribute("aria-labelledby"))?.click();
      } else if (node.matches(".w-panel__content[hidden]")) {
        node.parentElement.querySelector("[data-panel-toggle]")?.click();
      }
    });
  };

  const isShown = (part) => part.offsetParent !== null && !part.disabled;

  // What hints.js needs too.
  window.writingForm = { CHANGES, addressFor, bringIntoSight, isBeside, isShown };
})();
