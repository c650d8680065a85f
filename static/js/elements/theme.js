import { Element, define } from "../lib/element.js";
import { flash } from "../lib/flash.js";

/** Changes the theme at once and tells the server in the background; without JavaScript the form does both. */
class Theme extends Element {
  connect(signal) {
    this.addEventListener("click", (event) => this.change(event), { signal });
  }

  async change(event) {
    const chosen = event.target.closest("[name='theme']");
    if (!chosen) return;
    event.preventDefault();
    const root = document.documentElement;
    if (chosen.value === "light" || chosen.value === "dark") root.dataset.theme = chosen.value;
    else delete root.dataset.theme;
    for (const button of this.querySelectorAll("[name='theme']")) {
      button.setAttribute("aria-pressed", button === chosen);
    }
    const body = new FormData(chosen.form, chosen);
    const answer = await fetch(chosen.formAction, { method: "POST", body, redirect: "manual" }).catch(() => null);
    if (!answer || answer.status >= 400) flash("offline");
  }
}

define("trellis-theme", Theme);
