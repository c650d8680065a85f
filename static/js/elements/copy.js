import { Element, define } from "../lib/element.js";

const SAID = 2_000; // ms

/**
 * Wraps a link to a page of plain text: pressing it copies that text, or with `data-copies="address"` where the link
 * leads. The button says `data-done` for a moment. Where copying is not allowed, the link is followed.
 */
class Copy extends Element {
  connect(signal) {
    this.link = this.querySelector("a[href]");
    this.link.addEventListener("click", (event) => this.pressed(event), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  async pressed(event) {
    if (!navigator.clipboard || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(await this.text());
      this.say();
    } catch {
      location.assign(this.link.href);
    }
  }

  async text() {
    if (this.dataset.copies === "address") return this.link.href;
    const answer = await fetch(this.link.href);
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    return answer.text();
  }

  say() {
    const words = this.link.querySelector("span");
    this.words ??= words.textContent;
    words.setAttribute("role", "status");
    words.textContent = this.dataset.done;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (words.textContent = this.words), SAID);
  }
}

define("trellis-copy", Copy);
