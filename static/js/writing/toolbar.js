import { COMMANDS } from "./commands.js";
import { whereOf } from "./link.js";

/**
 * The tools of an editor: those above the text, and those for the place where one writes. One tool of each bar is in the
 * order of the Tab key; the arrow keys go from tool to tool, and Escape goes back to the text.
 */
export class Toolbar {
  constructor(desk, editor, own, signal) {
    this.desk = desk;
    this.editor = editor;
    this.own = own; // what is done outside the text, by name
    this.bars = [...desk.querySelectorAll("[role='toolbar']")];
    for (const bar of this.bars) {
      bar.addEventListener("pointerdown", (event) => event.target.closest("button") && event.preventDefault(), { signal });
      bar.addEventListener("click", (event) => this.press(event.target.closest("button[data-command]")), { signal });
      bar.addEventListener("change", ({ target }) => this.choose(target), { signal });
      bar.addEventListener("keydown", (event) => this.key(event, bar), { signal });
      bar.addEventListener("focusin", ({ target }) => this.rove(bar, target), { signal });
      bar.addEventListener("scroll", () => hint(bar), { signal, passive: true });
    }
    const watch = new ResizeObserver(() => this.bars.forEach(hint));
    for (const bar of this.bars) watch.observe(bar);
    editor.on("transaction", () => this.later());
    signal.addEventListener("abort", () => (watch.disconnect(), cancelAnimationFrame(this.frame)));
    this.show();
  }

  /** To the tools; when one is there already, to those of this place. */
  focus() {
    const bar = this.bars[0].contains(document.activeElement) && tools(this.bars[1]).length ? this.bars[1] : this.bars[0];
    tools(bar).find((tool) => tool.tabIndex === 0)?.focus();
  }

  press(button) {
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const { command } = button.dataset;
    if (this.own[command]) this.own[command]();
    else COMMANDS[command].run(this.editor.chain().focus()).run();
  }

  choose({ dataset: { command }, value }) {
    if (command) COMMANDS[command].run(this.editor.chain(), value).run();
  }

  key(event, bar) {
    const all = tools(bar);
    const here = all.indexOf(document.activeElement);
    const isSelect = document.activeElement.localName === "select";
    const steps = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: all.length - 1 };
    if (event.altKey && event.key === "F10") this.focus();
    else if (event.key === "Escape") this.editor.commands.focus();
    else if (event.key in steps && !(isSelect && /^(Home|End)$/.test(event.key))) {
      all[(steps[event.key] + all.length) % all.length].focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  rove(bar, target) {
    if (!tools(bar).includes(target)) return;
    for (const tool of bar.querySelectorAll("[data-command], a")) tool.tabIndex = tool === target ? 0 : -1;
  }

  later() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.show());
  }

  show() {
    const { editor } = this;
    if (editor.isDestroyed) return;
    for (const button of this.desk.querySelectorAll("[aria-pressed]")) {
      button.setAttribute("aria-pressed", Boolean(COMMANDS[button.dataset.command]?.isOn(editor) ?? editor.isActive("link")));
    }
    const can = editor.can();
    this.desk.querySelector("[data-command='undo']").setAttribute("aria-disabled", !can.undo());
    this.desk.querySelector("[data-command='redo']").setAttribute("aria-disabled", !can.redo());
    this.showPlace(editor);
    for (const bar of this.bars) {
      const all = tools(bar);
      if (all.length && !all.some((tool) => tool.tabIndex === 0)) all[0].tabIndex = 0;
      hint(bar);
    }
  }

  /** The innermost of what has tools of its own. */
  showPlace(editor) {
    const bar = this.bars[1];
    const places = ["link", "figure", "codeBlock", "table", "callout"];
    const here = places.find((name) => editor.isActive(name)) ?? (editor.isActive("caption") ? "figure" : undefined);
    for (const group of bar.querySelectorAll("[data-here]")) group.hidden = group.dataset.here !== here;
    bar.querySelector(".editor-hint").hidden = Boolean(here);
    if (here === "codeBlock") set(bar.querySelector("[data-command='language']"), editor.getAttributes(here).language ?? "");
    if (here === "callout") set(bar.querySelector("[data-command='tone']"), editor.getAttributes(here).tone);
    if (here !== "link") return;
    const attributes = editor.getAttributes("link");
    const where = bar.querySelector(".editor-where");
    where.textContent = whereOf(attributes);
    if (attributes.href) where.href = attributes.href;
    else where.removeAttribute("href");
  }
}

function tools(bar) {
  return [...bar.querySelectorAll("[data-command], a[href]")].filter((tool) => !tool.closest("[hidden]"));
}

/** A language that is not in the list is kept all the same. */
function set(select, value) {
  if (![...select.options].some((option) => option.value === value)) select.add(new Option(value, value));
  select.value = value;
}

/** Says on which side there is more than fits. */
function hint(bar) {
  const hidden = bar.scrollWidth - bar.clientWidth;
  const at = Math.abs(bar.scrollLeft);
  bar.toggleAttribute("data-more-before", at > 4);
  bar.toggleAttribute("data-more-after", hidden - at > 4);
}
