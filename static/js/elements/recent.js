import { Element, define } from "../lib/element.js";

const MOST = 8;
const RESTED = 2000; // ms that results stand before their words count as searched for

/** What somebody searched for lately, in their own browser and nowhere else; shown while the box is empty. */
class Recent extends Element {
  connect(signal) {
    this.shelf = `trellis:searched:${this.dataset.person}`;
    this.addEventListener("htmx:afterSettle", () => this.show(), { signal });
    this.addEventListener("click", (event) => this.clicked(event), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.resting));
    this.show();
  }

  show() {
    clearTimeout(this.resting);
    if (this.querySelector(".hit")) this.resting = setTimeout(() => this.remember(), RESTED);
    const panel = this.querySelector(".recent");
    if (panel) this.fill(panel);
  }

  fill(panel) {
    const row = panel.querySelector("template").content;
    const rows = this.read().map((query) => {
      const link = row.cloneNode(true);
      const a = link.querySelector("a");
      a.textContent = query;
      a.setAttribute("href", `${a.getAttribute("href")}?${new URLSearchParams({ q: query })}`);
      return link;
    });
    panel.hidden = !rows.length;
    panel.querySelector("ul").replaceChildren(...rows);
  }

  clicked({ target }) {
    if (target.closest(".hit a")) this.remember();
    else if (target.closest(".recent button")) {
      this.store((storage) => storage.removeItem(this.shelf));
      this.fill(target.closest(".recent"));
      this.closest("trellis-find")?.querySelector("input")?.focus();
    }
  }

  remember() {
    const query = this.querySelector("#results").dataset.query.trim();
    if (!query) return;
    // What was typed on its way to this does not count for itself.
    const others = this.read().filter((other) => other !== query && !query.startsWith(other));
    this.store((storage) => storage.setItem(this.shelf, JSON.stringify([query, ...others].slice(0, MOST))));
  }

  read() {
    const found = this.store((storage) => JSON.parse(storage.getItem(this.shelf)));
    return Array.isArray(found) ? found.filter((query) => typeof query === "string") : [];
  }

  /** A browser may refuse to store, or hold something else there. */
  store(use) {
    try {
      return use(localStorage);
    } catch {
      return undefined;
    }
  }
}

define("trellis-recent", Recent);
