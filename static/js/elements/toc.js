import { Element, define } from "../lib/element.js";

const LINE = 0.25; // of the window from above: the part that has passed it is the one that is read

/** Wraps a contents list (`.toc`): the link to the part that is being read is `aria-current`. */
class Toc extends Element {
  connect(signal) {
    this.links = new Map([...this.querySelectorAll("a[href^='#']")].map((link) => [this.part(link), link]));
    this.links.delete(null);
    const look = () => (this.frame ??= requestAnimationFrame(() => this.follow()));
    for (const type of ["scroll", "resize"]) addEventListener(type, look, { signal, passive: true });
    signal.addEventListener("abort", () => cancelAnimationFrame(this.frame));
    look();
  }

  part(link) {
    return document.getElementById(decodeURIComponent(link.hash.slice(1)));
  }

  follow() {
    this.frame = undefined;
    const parts = [...this.links.keys()];
    const isAtEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const passed = parts.filter((part) => part.getBoundingClientRect().top <= innerHeight * LINE);
    const read = isAtEnd && scrollY ? parts.at(-1) : (passed.at(-1) ?? parts[0]);
    for (const [part, link] of this.links) {
      if (part === read) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
}

define("trellis-toc", Toc);
