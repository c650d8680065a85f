import { Element, define } from "../lib/element.js";
import { fetchHTML } from "../lib/fragment.js";

const PAUSE = 120;
const SIGNS = { "@": "people", "#": "tags" };
const WORD = /(?:^|[\s(])([@#])([\p{L}\p{N}_.-]{1,40})$/u;

/**
 * Offers people after `@` and tags after `#` while one writes in a textarea; in an input, for the whole of its text.
 * The attributes `people` and `tags` are addresses that answer `?q=` with `<ul role="listbox" class="options">`, whose
 * options have an id and `data-value`.
 */
class Complete extends Element {
  connect(signal) {
    this.field = this.querySelector("textarea, input");
    if (!this.field) return;
    this.field.setAttribute("aria-autocomplete", "list");
    this.field.setAttribute("aria-haspopup", "listbox");
    if (this.field.localName === "input") {
      this.field.setAttribute("role", "combobox");
      this.field.setAttribute("aria-expanded", "false");
    }
    this.status = document.createElement("span");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    this.append(this.status);

    const listen = (type, handler, options) => this.addEventListener(type, handler.bind(this), { signal, ...options });
    listen("input", this.wrote);
    listen("keydown", this.pressed, { capture: true });
    listen("focusout", this.close);
    listen("pointerdown", this.pointed);
    signal.addEventListener("abort", () => {
      this.close();
      this.status.remove();
    });
  }

  wrote() {
    clearTimeout(this.timer);
    this.asking?.abort();
    const word = this.word();
    if (!word || word.text === this.refused) return this.close();
    this.refused = undefined;
    this.timer = setTimeout(() => this.ask(word), PAUSE);
  }

  /** What stands before the caret, if it is the beginning of a name: {text, query, start, address}. */
  word() {
    const { value, selectionStart: end } = this.field;
    if (this.field.localName === "input") {
      const query = value.trim().replace(/^@/, "");
      return query && { text: value.trim(), query, start: 0, end: value.length, address: this.getAttribute("people") };
    }
    const match = WORD.exec(value.slice(Math.max(0, end - 60), end));
    const address = match && this.getAttribute(SIGNS[match[1]]);
    return address && { text: match[1] + match[2], query: match[2], start: end - match[2].length - 1, end, address };
  }

  async ask(word) {
    this.asking = new AbortController();
    const { signal } = this.asking;
    try {
      const answer = await fetchHTML(`${word.address}?${new URLSearchParams({ q: word.query })}`, { signal });
      const list = answer.querySelector("[role='listbox']");
      if (signal.aborted || this.word()?.text !== word.text) return;
      this.open(list);
    } catch {
      this.close(); // completion is a help; without it one types on
    }
  }

  open(list) {
    this.close();
    if (!list?.querySelector("[role='option']")) return;
    this.list = document.adoptNode(list);
    this.list.id ||= "options";
    this.append(this.list);
    this.field.setAttribute("aria-controls", this.list.id);
    if (this.field.hasAttribute("aria-expanded")) this.field.setAttribute("aria-expanded", "true");
    this.mark(0);
    const { length } = this.options();
    const words = length === 1 ? (this.dataset.one ?? "1 suggestion") : (this.dataset.many ?? "{n} suggestions");
    this.status.textContent = words.replace("{n}", length);
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    if (!this.list) return;
    this.list.remove();
    this.list = undefined;
    this.status.textContent = "";
    this.field.removeAttribute("aria-controls");
    this.field.removeAttribute("aria-activedescendant");
    if (this.field.hasAttribute("aria-expanded")) this.field.setAttribute("aria-expanded", "false");
  }

  options() {
    return [...this.list.querySelectorAll("[role='option']")];
  }

  mark(index) {
    const options = this.options();
    this.marked = (index + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", i === this.marked));
    this.field.setAttribute("aria-activedescendant", options[this.marked].id);
    options[this.marked].scrollIntoView({ block: "nearest" });
  }

  pressed(event) {
    if (!this.list || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown") this.mark(this.marked + 1);
    else if (event.key === "ArrowUp") this.mark(this.marked - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) this.pick(this.options()[this.marked]);
    else if (event.key === "Escape") {
      this.refused = this.word()?.text;
      this.close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  pointed(event) {
    const option = event.target.closest("[role='option']");
    if (!option) return;
    event.preventDefault(); // the field keeps the focus
    this.pick(option);
  }

  pick(option) {
    const word = this.word();
    if (word) {
      const space = this.field.localName === "input" ? "" : " ";
      this.field.setRangeText(option.dataset.value + space, word.start, word.end, "end");
      this.refused = this.word()?.text;
      this.field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    this.close();
    this.field.focus();
  }
}

define("trellis-complete", Complete);
