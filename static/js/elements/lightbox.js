import { Element, define } from "../lib/element.js";

const LINKS = ":is(a.picture, a.enlarge)"; // of an update, and of a long text

/**
 * Shows a picture large: every link of `LINKS` leads to one. The others of its `.pictures`, or else of its article, come with
 * the arrow keys, the buttons or a swipe. Escape closes, and the focus goes back to where one came from.
 */
class Lightbox extends Element {
  connect(signal) {
    this.dialog = this.querySelector("dialog");
    this.image = this.querySelector("img");
    const on = (target, type, handler) => target.addEventListener(type, handler.bind(this), { signal });
    on(document, "click", this.pressed);
    on(this.dialog, "keydown", this.key);
    on(this.dialog, "click", this.step);
    on(this.dialog, "close", this.closed);
    on(this.dialog, "pointerdown", ({ clientX }) => (this.from = clientX));
    on(this.dialog, "pointerup", this.swiped);
  }

  pressed(event) {
    const link = event.target.closest?.(LINKS);
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const group = link.closest(".pictures, article, main") ?? document;
    this.links = [...group.querySelectorAll(LINKS)];
    this.came = link;
    this.show(this.links.indexOf(link));
    this.dialog.showModal();
  }

  show(at) {
    this.at = (at + this.links.length) % this.links.length;
    const link = this.links[this.at];
    const shown = link.querySelector("img");
    this.image.removeAttribute("src"); // the last picture must not stand for this one
    this.image.width = shown.getAttribute("width");
    this.image.height = shown.getAttribute("height");
    this.image.alt = shown.alt || link.getAttribute("aria-label") || "";
    this.image.src = link.href;
    const caption = link.closest("figure")?.querySelector("figcaption");
    this.querySelector("figcaption").textContent = caption?.textContent ?? shown.alt;
    const many = this.links.length;
    this.querySelector("[role='status']").textContent = many > 1 ? `${this.at + 1} / ${many}` : "";
    for (const button of this.querySelectorAll("[data-step]")) button.hidden = many < 2;
  }

  key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    event.stopPropagation(); // the keys of the page rest meanwhile
    if (!step) return;
    event.preventDefault();
    this.show(this.at + step);
  }

  step({ target }) {
    const button = target.closest("[data-step]");
    if (button) this.show(this.at + Number(button.dataset.step));
    else if (target === this.dialog) this.dialog.close();
  }

  swiped({ clientX, pointerType }) {
    const way = this.from - clientX;
    if (pointerType !== "mouse" && Math.abs(way) > 50) this.show(this.at + Math.sign(way));
  }

  closed() {
    this.image.removeAttribute("src");
    const same = () => document.querySelector(`${LINKS}[href="${this.came.getAttribute("href")}"]`);
    const link = this.came.isConnected ? this.came : same();
    link?.focus();
  }
}

define("trellis-lightbox", Lightbox);
