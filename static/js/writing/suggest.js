import { pm } from "./tiptap.js";

const PAUSE = 120;
const PAGE = /\[\[([^[\]]{0,120})(\]\])?$/;
const PERSON = /(?:^|[\s(])(@([\p{L}\p{N}_.-]{0,40}))$/u;
let lists = 0;

/**
 * Offers pages after `[[` and people after `@`. What nobody has written yet is the last choice among the pages; `]]`
 * chooses the page of that title, or wants it. `desk` has the addresses, the templates, and says how many there are.
 */
export class Suggest {
  constructor(desk) {
    this.desk = desk;
    this.plugin = new pm.state.Plugin({
      view: (view) => {
        this.view = view;
        view.dom.setAttribute("aria-autocomplete", "list");
        return { update: (_, before) => this.update(before), destroy: () => this.close() };
      },
      props: {
        handleKeyDown: (_, event) => this.pressed(event),
        handleDOMEvents: { blur: () => this.close() },
      },
    });
  }

  update(before) {
    const { doc, selection } = this.view.state;
    if (before.doc.eq(doc) && before.selection.eq(selection)) return;
    const word = this.word();
    if (!word || word.text === this.refused) return this.close();
    if (word.text === this.asked) return;
    this.refused = undefined;
    this.asked = word.text;
    clearTimeout(this.timer);
    this.asking?.abort();
    this.timer = setTimeout(() => this.ask(word), PAUSE);
  }

  /** What stands before the caret, if it is the beginning of a name: {kind, text, query, isClosed}. */
  word() {
    const { $from, empty } = this.view.state.selection;
    if (!empty || !this.view.hasFocus() || $from.parent.type.spec.code || $from.marks().some(isFixed)) return null;
    const text = $from.parent.textBetween(Math.max(0, $from.parentOffset - 130), $from.parentOffset, null, "\ufffc");
    const page = PAGE.exec(text);
    if (page) return { kind: "page", text: page[0], query: page[1].trim(), isClosed: Boolean(page[2]) };
    const person = PERSON.exec(text);
    return person && { kind: "person", text: person[1], query: person[2] };
  }

  async ask(word) {
    const asking = (this.asking = new AbortController());
    const address = `${this.desk.dataset[word.kind === "page" ? "pages" : "people"]}?${new URLSearchParams({ q: word.query })}`;
    let found = [];
    try {
      const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "application/json" } });
      const { pages, people } = answer.ok ? await answer.json() : {};
      found = pages ?? people ?? [];
    } catch {
      // It is a help; without it one types on, and may still want a page.
    }
    if (asking.signal.aborted || this.word()?.text !== word.text) return;
    if (word.isClosed) return this.pick(this.named(found, word.query));
    this.open(word, found);
  }

  named(pages, title) {
    const same = pages.find((page) => page.title.toLowerCase() === title.toLowerCase());
    return same ? this.choice("page", same) : title && { text: title, attributes: { wanted: title } };
  }

  choice(kind, found) {
    if (kind === "page") return { text: found.title, more: found.where, attributes: { page: String(found.id), href: found.address } };
    const more = [found.name, found.title].filter(Boolean).join(" · ");
    return { text: `@${found.username}`, more, attributes: { person: String(found.id), href: found.address ?? null } };
  }

  open(word, found) {
    this.shut();
    this.choices = found.map((one) => ({ ...this.choice(word.kind, one), kind: word.kind }));
    const isThere = found.some((one) => one.title?.toLowerCase() === word.query.toLowerCase());
    if (word.kind === "page" && word.query && !isThere) {
      this.choices.push({ text: word.query, attributes: { wanted: word.query }, kind: "wanted" });
    }
    if (!this.choices.length) return;
    this.list = this.desk.copy("options");
    this.list.id = `editor-options-${++lists}`;
    this.list.ariaLabel = this.desk.sentence(word.kind);
    this.list.append(...this.choices.map((choice, index) => this.option(choice, index)));
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the text keeps the focus
      const option = event.target.closest("[role='option']");
      if (option) this.pick(this.choices[[...this.list.children].indexOf(option)]);
    });
    this.desk.append(this.list);
    this.place();
    this.view.dom.setAttribute("aria-controls", this.list.id);
    this.mark(0);
    this.desk.say(this.choices.length === 1 ? "one" : "many", this.choices.length);
  }

  option({ kind, text, more }, index) {
    const option = this.desk.copy(kind);
    option.id = `${this.list.id}-${index}`;
    option.querySelector("[data-text]").textContent = text;
    if (more) option.querySelector("[data-more]").textContent = more;
    return option;
  }

  /** Below the caret, or above it where there is no room. */
  place() {
    const caret = this.view.coordsAtPos(this.view.state.selection.from);
    const frame = this.desk.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this.list;
    const below = caret.bottom + offsetHeight + 8 < (visualViewport?.height ?? innerHeight);
    const left = Math.min(caret.left - frame.left, frame.width - offsetWidth);
    this.list.style.insetInlineStart = `${Math.max(0, left)}px`;
    this.list.style.insetBlockStart = `${(below ? caret.bottom + 4 : caret.top - offsetHeight - 4) - frame.top}px`;
  }

  mark(index) {
    this.marked = (index + this.choices.length) % this.choices.length;
    [...this.list.children].forEach((option, i) => option.setAttribute("aria-selected", i === this.marked));
    const option = this.list.children[this.marked];
    this.view.dom.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  pressed(event) {
    if (!this.list || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === "ArrowDown") this.mark(this.marked + 1);
    else if (event.key === "ArrowUp") this.mark(this.marked - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) this.pick(this.choices[this.marked]);
    else if (event.key === "Escape") {
      this.refused = this.word()?.text;
      this.close();
    } else return false;
    return true;
  }

  pick(choice) {
    const word = this.word();
    this.close();
    if (!choice || !word) return;
    const { state } = this.view;
    const { from } = state.selection;
    const link = state.schema.marks.link.create(choice.attributes);
    const linked = state.schema.text(choice.text, [...state.selection.$from.marks(), link]);
    const added = choice.attributes.person ? [linked, state.schema.text(" ")] : [linked];
    const tr = state.tr.replaceWith(from - word.text.length, from, added).removeStoredMark(link.type);
    this.view.dispatch(tr.setMeta("preventAutolink", true).scrollIntoView());
    this.view.focus();
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.asked = undefined;
    this.shut();
  }

  shut() {
    if (!this.list) return;
    this.list.remove();
    this.list = undefined;
    this.desk.say("");
    this.view.dom.removeAttribute("aria-controls");
    this.view.dom.removeAttribute("aria-activedescendant");
  }
}

function isFixed({ type }) {
  return type.name === "code" || type.name === "link";
}
