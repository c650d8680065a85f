import { Element, define } from "../lib/element.js";
import { tellOf } from "../lib/errors.js";
import { flash } from "../lib/flash.js";
import { parse } from "../lib/fragment.js";

/**
 * What waits for somebody: a thing that is answered with a button leaves the page in place. The answer leads back to this
 * page, from which the list, the number in the frame and what is said are taken; one goes on with what comes next.
 */
class Desk extends Element {
  connect(signal) {
    this.addEventListener("click", (event) => this.clicked(event), { signal });
  }

  async clicked(event) {
    const button = event.target.closest("button[formaction]");
    if (!button) return;
    event.preventDefault();
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      const body = new URLSearchParams(new FormData(document.getElementById("act"), button));
      const request = { method: "POST", body, headers: { "X-Fragment": "desk" } };
      const answer = await fetch(button.getAttribute("formaction"), request);
      if (answer.ok) this.take(parse(await answer.text()), answer.url, button.closest("li"));
      else if (answer.status === 422) this.sendThere(button.closest("li"));
      else tellOf(answer.status);
    } catch {
      tellOf(0);
    }
    this.isBusy = false;
  }

  /** What cannot be answered with one click is answered where it stands. */
  sendThere(row) {
    flash("open-it").querySelector("a").href = row.querySelector("a").href;
  }

  take(page, address, row) {
    const fresh = page.getElementById("desk");
    if (!fresh) return location.assign(address); // there is more to say
    const next = row.nextElementSibling?.id ?? row.previousElementSibling?.id;
    document.getElementById("flashes").append(...page.getElementById("desk-said").children);
    document.getElementById("desk-count")?.replaceWith(page.getElementById("desk-count"));
    document.getElementById("desk").replaceWith(fresh);
    (document.getElementById(next)?.querySelector("a") ?? document.getElementById("main")).focus();
  }
}

define("trellis-desk", Desk);
