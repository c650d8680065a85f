import { Element, define } from "../lib/element.js";
import { RESTED } from "../lib/rest.js";

/**
 * Tells the server what was looked for, so that the search can learn from it: when a page was loaded with words, when
 * results have come to rest as one types, when a hit is opened, and when nothing helped (`[data-in-vain]`). Wraps
 * `#results` (`data-query`, `data-start`, and `data-typing` when the last word may only have begun) with its `.hit`s
 * (`data-kind`, `data-number`); `data-to` is the address that is told. Nobody waits for it, and nobody is told when it
 * fails.
 */
class Learn extends Element {
  connect(signal) {
    const listen = (type, handler) => this.addEventListener(type, handler.bind(this), { signal });
    listen("htmx:afterSwap", this.changed);
    listen("click", this.opened);
    listen("auxclick", this.opened);
    signal.addEventListener("abort", () => clearTimeout(this.timer));
    if (this.isAsked) this.tell();
  }

  get results() {
    return this.querySelector("#results[data-query]");
  }

  get isAsked() {
    return Boolean(this.results?.dataset.query.trim());
  }

  changed({ target }) {
    if (target !== this.results) return; // the counts came
    clearTimeout(this.timer);
    if (this.isAsked) this.timer = setTimeout(() => this.tell(), RESTED);
  }

  opened(event) {
    const inVain = event.target.closest?.("[data-in-vain]");
    if (inVain && event.type === "click") this.wasInVain(event, inVain);
    const link = event.target.closest?.(".hit a[href]");
    const hit = link?.closest(".hit[data-number]");
    if (!hit || event.button > 1) return; // the third button opens a menu
    clearTimeout(this.timer);
    const place = [...this.querySelectorAll(".hit")].indexOf(hit) + Number(this.results.dataset.start || 0);
    this.tell({ kind: hit.dataset.kind, number: hit.dataset.number, place });
  }

  wasInVain(event, button) {
    event.preventDefault();
    clearTimeout(this.timer);
    this.tell({ in_vain: button.value });
    button.nextElementSibling.hidden = false;
    button.remove();
  }

  tell(hit = {}) {
    const { results } = this;
    if (!results) return;
    const body = new URLSearchParams(new FormData(document.getElementById("act")));
    const { query: q, typing } = results.dataset;
    for (const [name, value] of Object.entries({ q, ...(typing && { typing }), ...hit })) body.set(name, value);
    // It outlives the page, which is about to be left when a hit was opened.
    const request = { method: "POST", body, headers: { "X-Fragment": "enquiry" }, keepalive: true };
    fetch(this.dataset.to, request).catch(() => {});
  }
}

define("trellis-learn", Learn);
