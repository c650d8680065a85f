import { Element, define } from "../lib/element.js";

/** A message that can be dismissed; with `data-for-seconds` it leaves by itself, but not while one points at it. */
class Flash extends Element {
  connect(signal) {
    const button = this.querySelector("[data-dismiss]");
    if (button) button.hidden = false;
    button?.addEventListener("click", () => this.leave(), { signal });
    this.addEventListener("trellis:leave", () => this.leave(), { signal });

    this.rest = Number(this.dataset.forSeconds) * 1000;
    if (!this.rest) return;
    for (const type of ["pointerenter", "focusin"]) this.addEventListener(type, () => this.pause(), { signal });
    for (const type of ["pointerleave", "focusout"]) this.addEventListener(type, () => this.run(), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.timer));
    this.run();
  }

  run() {
    clearTimeout(this.timer);
    this.started = performance.now();
    this.timer = setTimeout(() => this.leave(), this.rest);
  }

  pause() {
    if (this.matches(":hover") && this.matches(":focus-within")) return;
    clearTimeout(this.timer);
    this.rest -= performance.now() - this.started;
    this.started = performance.now();
  }

  leave() {
    const flash = this.querySelector(".flash");
    if (flash) flash.dataset.leaving = "";
    setTimeout(() => this.remove(), 150);
  }
}

define("trellis-flash", Flash);
