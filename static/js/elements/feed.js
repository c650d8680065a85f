import { Element, define } from "../lib/element.js";
import { fetchHTML } from "../lib/fragment.js";

const AHEAD = "1200px";
const PAGES = 20;
const headers = { "X-Fragment": "feed" };

/**
 * An endless list: the link `a.more-updates[rel=next]` in its `.feed` fetches what it leads to by itself when it comes
 * near; the answer (updates and their own pager) takes the pager's place. After `pages` pages it waits to be pressed,
 * so that what stands below can be reached. Going back finds the reader's place again, by `data-cursor` of the updates.
 * A `<template>` in the element is the skeleton shown meanwhile; `data-failed` says that loading failed.
 */
class Feed extends Element {
  connect(signal) {
    this.list = this.querySelector(".feed") ?? this;
    this.signal = signal;
    this.left = Number(this.getAttribute("pages") ?? PAGES);
    this.near = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && this.more(), {
      rootMargin: AHEAD,
    });
    this.addEventListener("click", this.clicked.bind(this), { signal });
    document.addEventListener("click", (event) => event.target.closest?.("a[href]") && this.remember(), { signal });
    window.addEventListener("pagehide", () => this.remember(), { signal });
    signal.addEventListener("abort", () => this.near.disconnect());
    this.start();
  }

  async start() {
    await this.comeBack();
    this.watch();
  }

  get isLoading() {
    return this.hasAttribute("aria-busy");
  }

  set isLoading(is) {
    if (is) this.setAttribute("aria-busy", "true");
    else this.removeAttribute("aria-busy");
  }

  get link() {
    return this.list.querySelector("a.more-updates[rel='next']");
  }

  watch() {
    this.near.disconnect();
    if (this.left > 0 && this.link && !this.signal.aborted) this.near.observe(this.link);
  }

  clicked(event) {
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!plain || !event.target.closest("a.more-updates")) return;
    event.preventDefault();
    this.left = Math.max(this.left, 1);
    this.more({ focus: event.detail === 0 });
  }

  async more({ focus = false } = {}) {
    const { link } = this;
    if (!link || this.isLoading) return;
    this.isLoading = true;
    this.near.disconnect();
    const pager = link.closest(".pager") ?? link;
    const skeleton = this.skeleton(pager);
    try {
      const added = this.place(pager, await fetchHTML(link.href, { signal: this.signal, headers }));
      this.left -= 1;
      if (focus) focusOn(added[0]);
      this.isLoading = false;
      this.watch();
    } catch {
      if (!this.signal.aborted) this.failed(pager);
      this.isLoading = false;
    } finally {
      skeleton?.remove();
    }
  }

  /** Puts the answer in the place of `old`, without the updates that are there already. */
  place(old, answer) {
    const source = answer.querySelector(".feed") ?? answer.body;
    const fresh = [...source.children].filter((child) => !child.id || !document.getElementById(child.id));
    old.replaceWith(...fresh);
    for (const child of fresh) window.htmx?.process(child);
    this.dispatchEvent(new CustomEvent("trellis:more", { bubbles: true }));
    return fresh;
  }

  skeleton(pager) {
    const template = this.querySelector(":scope > template");
    const copy = template?.content.firstElementChild?.cloneNode(true);
    if (copy) pager.before(copy);
    return copy;
  }

  failed(pager) {
    const note = pager.querySelector(".error") ?? document.createElement("p");
    note.className = "error";
    note.setAttribute("role", "status");
    pager.prepend(note);
    note.textContent = this.dataset.failed ?? "Could not load. Try again.";
  }

  // The reader's place

  get slot() {
    return `trellis:place:${location.pathname}${location.search}`;
  }

  articles() {
    return [...this.list.querySelectorAll(":scope > article[id]")];
  }

  remember() {
    const article = this.articles().find((one) => one.getBoundingClientRect().bottom > 0);
    try {
      if (!article || scrollY < 1) return sessionStorage.removeItem(this.slot);
      const { id } = article;
      const { cursor } = article.dataset;
      sessionStorage.setItem(this.slot, JSON.stringify({ id, cursor, top: article.getBoundingClientRect().top }));
    } catch {
      // A browser may refuse to store; then going back starts at the top.
    }
  }

  /** A page kept whole by the browser runs no script again, so this sees only pages that were built anew. */
  async comeBack() {
    const [visit] = performance.getEntriesByType("navigation");
    const place = visit?.type === "back_forward" && this.read();
    if (!place) return;
    history.scrollRestoration = "manual";
    this.isLoading = true;
    try {
      if (!document.getElementById(place.id) && place.cursor) await this.fetchThrough(place);
      const show = () => {
        const article = document.getElementById(place.id);
        if (article) scrollBy({ top: article.getBoundingClientRect().top - place.top, behavior: "instant" });
      };
      show();
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      show(); // times and pictures may have moved it
    } catch {
      // The list stays as the server sent it.
    } finally {
      this.isLoading = false;
      history.scrollRestoration = "auto";
    }
  }

  async fetchThrough({ id, cursor }) {
    const address = new URL(location.href);
    address.searchParams.set("through", cursor);
    const answer = await fetchHTML(address, { signal: this.signal, headers });
    const source = answer.querySelector(".feed") ?? answer.body;
    this.list.replaceChildren(...source.children);
    window.htmx?.process(this.list);
    // The server gives a limited number at once; and what follows the place must be there to scroll to it.
    for (let page = 0, found = false; page < PAGES && this.link && !found; page++) {
      found = Boolean(document.getElementById(id));
      this.place(this.link.closest(".pager") ?? this.link, await fetchHTML(this.link.href, { signal: this.signal, headers }));
    }
  }

  read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.slot));
    } catch {
      return null;
    }
  }
}

function focusOn(element) {
  if (!element) return;
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

define("trellis-feed", Feed);
