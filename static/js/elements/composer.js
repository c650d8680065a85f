import { Element, define } from "../lib/element.js";

/**
 * The form one writes in: grows, counts near the limit, sends with Ctrl+Enter, never twice, and keeps a draft.
 *
 * `data-draft` names the draft; with `data-person` (here or on <html>) it is kept in this browser until the server
 * accepted the post: by a 2xx answer to htmx, by a `posted` or `trellis:posted` event on the form (its detail may bring
 * the next one-time `key`; the form is emptied), or by a message with `data-posted` on the next page. A draft keeps its
 * audience and, once it was sent, its one-time key, so that sending the same text again cannot post it twice.
 */
class Composer extends Element {
  connect(signal) {
    this.form = this.querySelector("form");
    this.field = this.form?.querySelector("textarea");
    if (!this.field) return;
    const person = this.dataset.person ?? document.documentElement.dataset.person;
    this.shelf = person && this.dataset.draft ? `trellis:draft:${person}:${this.dataset.draft}` : "";

    const listen = (type, handler, options) => this.addEventListener(type, handler.bind(this), { signal, ...options });
    listen("input", this.wrote);
    listen("change", this.chose);
    listen("keydown", this.pressed);
    listen("focusin", this.entered);
    listen("focusout", this.left);
    listen("toggle", this.unfold, { capture: true });
    listen("submit", this.sent, { capture: true });
    listen("htmx:beforeSend", () => this.hold(true));
    listen("htmx:afterRequest", () => this.hold(false));
    listen("htmx:sendError", this.failed);
    listen("htmx:timeout", this.failed);
    listen("htmx:beforeOnLoad", this.answered);
    listen("posted", this.accepted);
    listen("trellis:posted", this.accepted);
    listen("trellis:attached", this.attached);
    document.addEventListener("pointerdown", () => (this.pressing = true), { signal, capture: true });
    for (const type of ["pointerup", "pointercancel"]) document.addEventListener(type, () => this.released(), { signal });
    window.addEventListener("pageshow", (event) => event.persisted && this.hold(false), { signal });

    for (const type of ["hashchange", "load"]) window.addEventListener(type, () => this.come(), { signal });

    this.first = this.carried();
    this.restore();
    this.grow();
    this.count();
    this.name();
    this.invite();
    if (document.readyState === "complete") this.come();
  }

  /** A link to the composer puts the cursor into it; when the same link is pressed again, too. */
  come() {
    if (!this.id || location.hash !== `#${this.id}`) return;
    history.replaceState(history.state, "", location.pathname + location.search);
    requestAnimationFrame(() => this.field.focus());
  }

  wrote(event) {
    if (event.target !== this.field) return;
    this.say("");
    this.grow();
    this.count();
    this.keep();
  }

  chose() {
    this.name();
    this.invite();
    this.keep();
  }

  /** The audience in words, on the chip that opens the choice; its `data-audience` is what no choice means. So the topics,
   * of which each says in `data-told` whom a question about it goes to. */
  name() {
    const list = new Intl.ListFormat(document.documentElement.lang || undefined);
    for (const words of this.querySelectorAll("[data-audience], [data-about]")) {
      const boxes = [...words.closest("details").querySelectorAll("input:checked")];
      const chosen = boxes.map((box) => box.dataset.told ?? box.labels[0]?.textContent.trim());
      words.textContent = list.format(chosen) || (words.dataset.audience ?? words.dataset.about);
    }
  }

  /** An update that asks is begun in other words. */
  invite() {
    const { asks, tells } = this.field.dataset;
    if (asks) this.field.placeholder = this.form.elements.namedItem("ask")?.checked ? asks : tells;
  }

  pressed(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target === this.field) {
      event.preventDefault();
      if (event.repeat || !(this.field.value.trim() || this.things.length)) return; // the key is still down from the last post
      this.form.requestSubmit(this.form.querySelector("[data-kind='first']") ?? undefined);
    }
  }

  entered(event) {
    if (event.target === this.field) this.unfold();
  }

  left({ relatedTarget }) {
    // While something is being pressed, here or elsewhere, nothing may move away from under the pointer.
    if (!this.pressing && !this.contains(relatedTarget)) this.fold();
  }

  released() {
    this.pressing = false;
    if (!this.contains(document.activeElement)) setTimeout(() => this.fold()); // after the click
  }

  fold() {
    if (!this.field.value && !this.querySelector("details[open], .attached > li")) delete this.form.dataset.open;
  }

  unfold() {
    this.form.dataset.open = "";
  }

  /** What goes with the text has changed. */
  attached() {
    this.say("");
    this.unfold();
    this.keep();
  }

  get attach() {
    return this.querySelector("trellis-attach");
  }

  get things() {
    return this.attach?.state ?? [];
  }

  /** The same, to be compared. */
  carried() {
    return JSON.stringify(this.things);
  }

  sent(event) {
    if (this.attach?.isBusy) return; // which says so and stops it
    if ("sending" in this.form.dataset) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    this.keep({ sent: true });
    if (!this.form.hasAttribute("hx-post")) {
      this.hold(true);
      // The answer is a new page; if none comes, the form must not stay shut.
      setTimeout(() => this.hold(false), 10_000);
    }
  }

  hold(sending) {
    this.form.toggleAttribute("data-sending", sending);
    this.form.querySelector("[data-kind='first']")?.setAttribute("aria-disabled", sending);
  }

  failed() {
    this.say(this.dataset.failed ?? "Could not reach the server. Your text is kept; try again.");
  }

  /** Before the answer is placed, which may put a fresh composer where this one stands. */
  answered({ target, detail }) {
    if (target === this.form && detail.xhr.status < 300) this.forget();
  }

  accepted(event) {
    this.forget();
    this.say("");
    this.form.reset();
    const key = this.form.elements.namedItem("key");
    if (key && event.detail?.key) key.value = event.detail.key;
    this.field.value = "";
    if (this.attach) this.attach.state = [];
    this.grow();
    this.count();
    this.name();
    this.invite();
  }

  say(sentence) {
    const place = this.form.querySelector(".error");
    if (!place || (!sentence && place.hidden)) return;
    place.textContent = sentence;
    place.hidden = !sentence;
  }

  /** For browsers without `field-sizing`. */
  grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.field.style.blockSize = "auto";
    this.field.style.blockSize = `${this.field.scrollHeight}px`;
  }

  count() {
    const place = this.form.querySelector(".counter-text");
    if (!place || this.field.maxLength < 0) return;
    const left = this.field.maxLength - this.field.value.length;
    place.hidden = left > Number(place.dataset.near ?? 200);
    place.toggleAttribute("data-over", left <= 0);
    place.textContent = left;
  }

  // The draft

  keep({ sent = false } = {}) {
    if (!this.shelf) return;
    const text = this.field.value;
    const [things, carried] = [this.things, this.carried()];
    if (!(text.trim() || things.length)) return this.forget();
    if (text === this.field.defaultValue && carried === this.first) return this.forget();
    const key = this.form.elements.namedItem("key")?.value;
    const before = this.read();
    const draft = { ...this.written(), base: this.field.defaultValue };
    if (sent && key) draft.sent = { text, key, carried };
    else if (before?.sent) draft.sent = before.sent;
    this.store((storage) => storage.setItem(this.shelf, JSON.stringify(draft)));
  }

  restore() {
    if (!this.shelf) return;
    const draft = this.read();
    const posted = document.querySelector(`[data-posted="${CSS.escape(this.dataset.draft)}"]`);
    const carried = JSON.stringify(draft?.things ?? []);
    if (draft && posted && draft.sent?.text === draft.text && draft.sent.carried === carried) return this.forget();
    // What the server sent back, or a text changed by somebody else meanwhile, is newer than the draft.
    if (!draft || this.first !== "[]" || this.field.value !== this.field.defaultValue || draft.base !== this.field.defaultValue) return;
    this.write(draft);
    const key = this.form.elements.namedItem("key");
    if (key && draft.sent?.text === draft.text && draft.sent.carried === this.carried()) key.value = draft.sent.key;
    this.unfold();
  }

  /** All that somebody has written and chosen. */
  written() {
    return { text: this.field.value, chosen: this.chosen(), things: this.things };
  }

  write({ text, chosen, things }) {
    this.field.value = text;
    if (this.attach) this.attach.state = things ?? [];
    for (const box of this.boxes()) box.checked = chosen.includes(`${box.name}=${box.value}`);
  }

  /** Empty, as after a post; gives what was written, to be put back. */
  putAway() {
    const written = this.written();
    this.accepted({});
    return written;
  }

  putBack(written) {
    this.write(written);
    this.grow();
    this.count();
    this.chose();
    this.unfold();
  }

  forget() {
    this.store((storage) => storage.removeItem(this.shelf));
  }

  read() {
    return this.store((storage) => JSON.parse(storage.getItem(this.shelf)));
  }

  boxes() {
    return [...this.form.elements].filter((box) => /^(checkbox|radio)$/.test(box.type) && !box.closest("trellis-attach"));
  }

  chosen() {
    return this.boxes().filter((box) => box.checked).map((box) => `${box.name}=${box.value}`);
  }

  /** A browser may refuse to store; writing goes on without a draft. */
  store(use) {
    try {
      return this.shelf ? use(localStorage) : undefined;
    } catch {
      return undefined;
    }
  }
}

define("trellis-composer", Composer);
