import { Element, define } from "../lib/element.js";

/**
 * From a search box into what it found and back: arrow keys go through the links of `.found` and `.results`, Escape
 * returns to the box and takes the suggestions away. Enter does what it does anyway.
 */
class Find extends Element {
  connect(signal) {
    this.box = this.querySelector("input[type='search']");
    const listen = (type, handler) => this.addEventListener(type, handler.bind(this), { signal });
    listen("keydown", this.pressed);
    listen("focusout", this.left);
    listen("input", () => (this.isClosed = false));
    // Some browsers take the focus away before the press on a link has become a click.
    listen("mousedown", (event) => event.target.closest(".suggestions") && event.preventDefault());
    // What was asked for before may arrive after one has gone on, or has closed the list.
    listen("htmx:beforeSwap", ({ detail }) => {
      if (detail.target.matches(".suggestions") && (this.isClosed || !this.contains(document.activeElement))) detail.shouldSwap = false;
    });
  }

  get links() {
    return [...this.querySelectorAll(".found a, .results h2 a")].filter((link) => link.checkVisibility());
  }

  pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key === "Escape") this.back(event);
    else if (event.key === "ArrowDown") this.step(1, event);
    else if (event.key === "ArrowUp") this.step(-1, event);
  }

  step(by, event) {
    const { links } = this;
    const here = links.indexOf(document.activeElement);
    if (here < 0 && document.activeElement !== this.box) return;
    const next = here + by < 0 ? this.box : links[here + by];
    if (!next) return;
    next.focus();
    event.preventDefault();
  }

  back(event) {
    const suggestions = this.querySelector(".suggestions");
    this.isClosed = true; // also what is still on its way
    if (document.activeElement === this.box && !suggestions?.childElementCount) return;
    suggestions?.replaceChildren();
    this.box.focus();
    event.preventDefault();
  }

  left({ relatedTarget }) {
    if (!this.contains(relatedTarget)) this.querySelector(".suggestions")?.replaceChildren();
  }
}

define("trellis-find", Find);
