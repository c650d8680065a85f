/** A custom element that wraps HTML which already works, and lets go of everything when it leaves the page. */
export class Element extends HTMLElement {
  #stop;

  connectedCallback() {
    this.#stop = new AbortController();
    this.connect(this.#stop.signal);
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  /** Starts listening. Whatever is started here ends with `signal`. */
  connect(signal) {}
}

/** Gives elements their names; a page that loads twice keeps the first. */
export function define(name, element) {
  if (!customElements.get(name)) customElements.define(name, element);
}
