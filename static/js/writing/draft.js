import { Element, define } from "../lib/element.js";
import { fetchHTML } from "../lib/fragment.js";
import { shelfOf, store } from "../lib/shelf.js";

const SEND = 3_000; // after the first change that the server has not
const KEEP = 500; // until it is in this browser
const AGAIN = 10_000; // after a failure
const OWN = new Set(["csrfmiddlewaretoken"]);

/**
 * Keeps what one writes in the form in it: in this browser at once, and on the server every few seconds, by a POST of the
 * form to `data-address` that answers `{"at": time}`. What the server never got is offered when one comes back. The copy
 * goes away when a later page says <trellis-draft-done> for the same `data-person` and address, or `data-has-all`.
 */
class Draft extends Element {
  connect(signal) {
    this.form = this.querySelector("form");
    this.shelf = shelfOf(this.dataset.person, this.dataset.address);
    this.seen = this.words();
    const listen = (target, type, handler) => target.addEventListener(type, handler.bind(this), { signal });
    listen(this, "input", this.changed);
    listen(this, "change", this.changed);
    listen(this.form, "submit", this.submitted);
    listen(this, "click", this.chosen);
    listen(window, "pagehide", this.flush);
    listen(document, "visibilitychange", () => document.hidden && this.flush());
    listen(window, "online", () => this.isBehind && this.send());
    listen(window, "pageshow", ({ persisted }) => persisted && (this.isLeaving = false));
    const clock = setInterval(() => this.tick(), 1_000);
    signal.addEventListener("abort", () => {
      this.keep();
      for (const timer of [clock, this.keeping, this.sending, this.resting]) clearTimeout(timer);
      this.asking?.abort();
    });
    this.offer();
  }

  /** What the form would send, in its order, without what is not words. */
  words() {
    const pairs = [...new FormData(this.form)].filter(([name, value]) => !OWN.has(name) && typeof value === "string");
    return JSON.stringify(pairs);
  }

  changed() {
    if (this.isLeaving) return;
    this.keeping ??= setTimeout(() => this.keep(), KEEP);
    this.sending ??= setTimeout(() => this.send(), SEND);
  }

  // In this browser

  /** `isSent`: the server has all of it. */
  keep({ isSent = false } = {}) {
    clearTimeout(this.keeping);
    this.keeping = undefined;
    const words = this.words();
    if (words === this.seen && !isSent) return;
    this.seen = words;
    this.isBehind = !isSent;
    const copy = JSON.stringify({ at: Date.now(), isSent, words });
    // While old words are offered they are not written over; the new ones go to the server alone.
    this.isKept = this.shelf && !this.isOffering && store((storage) => (storage.setItem(this.shelf, copy), true));
  }

  /** Words that the server did not get, and that are not what the page shows. */
  offer() {
    if (this.shelf && "hasAll" in this.dataset) store((storage) => storage.removeItem(this.shelf));
    const copy = this.shelf && store((storage) => JSON.parse(storage.getItem(this.shelf)));
    if (!copy) return;
    if (copy.isSent || copy.words === this.seen) return;
    this.copy = copy;
    const notice = this.querySelector("[data-offer]");
    const time = notice.querySelector("time");
    const language = document.documentElement.lang || undefined;
    time.dateTime = new Date(copy.at).toISOString();
    time.textContent = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(copy.at);
    this.isOffering = true;
    notice.hidden = false;
  }

  chosen({ target }) {
    const act = target.closest("[data-offer] [data-act]")?.dataset.act;
    if (!act) return;
    this.isOffering = false;
    this.querySelector("[data-offer]").hidden = true;
    if (act === "use") this.use(JSON.parse(this.copy.words));
    else store((storage) => storage.removeItem(this.shelf));
    if (this.isBehind || this.savedAt) this.seen = ""; // what was written meanwhile is to be kept here, too
    this.changed();
    this.querySelector("trellis-editor [role='textbox'], textarea")?.focus();
  }

  /** The copy brings the number of the version it began with, so that what others wrote since is not lost unseen. */
  use(pairs) {
    const editor = this.querySelector("trellis-editor");
    for (const field of this.form.elements) {
      const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
      if (OWN.has(field.name) || !field.name || field.type === "file") continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (field.name === "body" && editor?.editor) editor.html = values[0] ?? "";
      else if (field.multiple) for (const option of field.options) option.selected = values.includes(option.value);
      else if (values.length) field.value = values[0];
    }
  }

  // On the server

  async send() {
    clearTimeout(this.sending);
    this.sending = undefined;
    this.keep();
    const words = this.seen;
    if (this.isLeaving || !this.dataset.address || !this.isBehind) return;
    if (this.asking) return void (this.isWaiting = true);
    this.asking = new AbortController();
    const saying = setTimeout(() => this.show("saving"), 400);
    const problem = await this.post(this.asking.signal);
    clearTimeout(saying);
    this.asking = undefined;
    if (this.isLeaving || !this.isConnected) return;
    if (problem) return this.failed(problem);
    if (this.words() === words) this.keep({ isSent: true });
    this.savedAt = Date.now();
    this.show("saved");
    if (this.isWaiting) this.changed();
    this.isWaiting = false;
  }

  /** What went wrong, or nothing. */
  async post(signal, { isSecond = false } = {}) {
    try {
      const answer = await fetch(this.dataset.address, this.request({ signal }));
      if (answer.ok && !answer.redirected) return undefined;
      if (answer.redirected || answer.status === 401) return { state: "away" };
      if (answer.status === 403) return !isSecond && (await this.renew()) ? this.post(signal, { isSecond: true }) : { state: "away" };
      if (answer.status >= 500 || answer.status === 429) return { state: "failed" };
      const { error } = await answer.json().catch(() => ({}));
      return error ? { state: "refused", why: error } : { state: "failed" };
    } catch {
      return { state: navigator.onLine ? "failed" : "offline" };
    }
  }

  request(more = {}) {
    const headers = { Accept: "application/json", "X-CSRFToken": this.token?.value ?? "" };
    return { method: "POST", body: new FormData(this.form), headers, credentials: "same-origin", ...more };
  }

  get token() {
    return this.form.elements.namedItem("csrfmiddlewaretoken");
  }

  /** Who has signed in again has another token; the page as it would be now brings it. */
  async renew() {
    const page = await fetchHTML(location.href, { headers: { "X-Fragment": "draft" } }).catch(() => undefined);
    const fresh = page?.querySelector("trellis-draft [name='csrfmiddlewaretoken']");
    if (fresh) for (const field of document.querySelectorAll("[name='csrfmiddlewaretoken']")) field.value = fresh.value;
    return Boolean(fresh);
  }

  failed({ state, why }) {
    this.show(this.isKept ? state : "unkept", why);
    this.isWaiting = false;
    this.sending ??= setTimeout(() => this.send(), AGAIN);
  }

  /** As one leaves, without waiting for an answer; what is too large for that is in this browser. */
  flush() {
    if (this.isLeaving) return;
    this.keep();
    if (!this.isBehind || !this.dataset.address) return;
    fetch(this.dataset.address, this.request({ keepalive: true })).catch(() => {});
  }

  /** From here on the form itself brings the words; a draft that came after it would stand there for ever. */
  submitted(event) {
    if (event.defaultPrevented || event.submitter?.formTarget === "_blank") return;
    this.keep();
    this.isLeaving = true;
    this.asking?.abort();
    clearTimeout(this.sending);
    this.sending = undefined;
    // If no new page comes, one goes on writing.
    this.resting = setTimeout(() => ((this.isLeaving = false), this.changed()), AGAIN);
  }

  // What one sees

  show(state, why = "") {
    for (const place of this.querySelectorAll(".draft-status [data-state]")) place.hidden = place.dataset.state !== state;
    this.querySelector("[data-why]").textContent = why;
    this.tick();
  }

  tick() {
    const place = this.querySelector("[data-ago]");
    if (!place || !this.savedAt) return;
    const seconds = Math.round((Date.now() - this.savedAt) / 1_000);
    const { now, seconds: some, minutes } = place.dataset;
    if (seconds < 2) place.textContent = now;
    else if (seconds < 60) place.textContent = some.replace("{n}", seconds);
    else place.textContent = minutes.replace("{n}", Math.floor(seconds / 60));
  }
}

define("trellis-draft", Draft);
