import { Element, define } from "../lib/element.js";
import { RESTED } from "../lib/rest.js";

const MOST = 8;
const SHELF = "trellis:searched:";
const AGE = 30 * 24 * 60 * 60 * 1_000; // ms
const TYPING = 30_000; // ms in which words that begin with those before are the same, typed on

/** What somebody searched for lately, in their own browser and nowhere else; shown while the box is empty. */
class Recent extends Element {
  connect(signal) {
    this.shelf = `${SHELF}${this.dataset.person}`;
    this.addEventListener("htmx:afterSettle", () => this.show(), { signal });
    this.addEventListener("click", (event) => this.clicked(event), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.resting));
    if (this.querySelector("#kinds")) this.remember(); // whoever loaded the page with words meant them, found or not
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
    const rows = this.read().map(({ query }) => {
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
      store((storage) => storage.removeItem(this.shelf));
      this.fill(target.closest(".recent"));
      this.closest("trellis-find")?.querySelector("input")?.focus();
    }
  }

  remember() {
    const query = this.querySelector("#results").dataset.query.trim();
    if (!query) return;
    const at = Date.now();
    const isOnTheWay = (other) => query.startsWith(other.query) && other.at > at - TYPING;
    const others = this.read().filter((other) => other.query !== query && !isOnTheWay(other));
    store((storage) => storage.setItem(this.shelf, JSON.stringify([{ query, at }, ...others].slice(0, MOST))));
  }

  read() {
    const found = store((storage) => JSON.parse(storage.getItem(this.shelf)));
    const isKept = (entry) => typeof entry?.query === "string" && entry.at > Date.now() - AGE;
    return Array.isArray(found) ? found.filter(isKept) : [];
  }
}

/** A browser may refuse to store, or hold something else there. */
function store(use) {
  try {
    return use(localStorage);
  } catch {
    return undefined;
  }
}

/** Whoever uses the browser after somebody has signed out, on any page, does not read what they looked for. */
function signedOut({ target, submitter }) {
  const address = submitter?.getAttribute("formaction") ?? target.getAttribute("action") ?? "";
  if (new URL(address, location).pathname !== "/sign-out/") return;
  store((storage) => {
    for (const key of Object.keys(storage)) if (key.startsWith(SHELF)) storage.removeItem(key);
  });
}

document.addEventListener("submit", signedOut);

define("trellis-recent", Recent);
