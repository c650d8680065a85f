import { Element, define } from "../lib/element.js";

/**
 * From a search box into what it found and back: arrow keys go through the links of `.found` and `.results`, Escape
 * returns to the box and takes the suggestions away. Enter does what it does anyway.
 */
class Find extends Element {
  connect(signal) {
    this.box = this.querySelector("input[type='search']");
    this.addEventListener("keydown", this.pressed.bind(this), { signal });
    this.addEventListener("focusout", this.left.bind(this), { signal });
    // What was asked for before may arrive after one has gone on.
    this.addEventListener("htmx:beforeSwap", (event) => {
      if (event.detail.target.matches(".suggestions") && !this.contains(document.activeElement)) event.detail.shouldSwap = false;
    }, { signal });
  }

  get links() {
    return [...this.querySelectorAll(".found a, .results h3 a")].filter((link) => link.checkVisibility());
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
