import { Element, define } from "../lib/element.js";
import { flash } from "../lib/flash.js";

/** Changes the theme at once and tells the server in the background; without JavaScript its form does both. */
class Theme extends Element {
  connect(signal) {
    this.addEventListener("submit", (event) => this.change(event), { signal, capture: true });
  }

  async change(event) {
    const { target: form, submitter } = event;
    if (submitter?.name !== "theme") return;
    event.preventDefault();
    event.stopPropagation();
    const root = document.documentElement;
    if (submitter.value === "light" || submitter.value === "dark") root.dataset.theme = submitter.value;
    else delete root.dataset.theme;
    for (const button of this.querySelectorAll("[name='theme']")) {
      button.setAttribute("aria-pressed", button === submitter);
    }
    const body = new FormData(form, submitter);
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
    if (!answer || answer.status >= 400) flash("offline");
  }
}

define("trellis-theme", Theme);
