import { Element, define } from "../lib/element.js";
import { bodyOf } from "./body.js";
import { askForLink } from "./dialog.js";
import { meaningOf } from "./paste.js";
import { extensions } from "./schema.js";
import { Suggest } from "./suggest.js";
import { Editor } from "./tiptap.js";
import { Toolbar } from "./toolbar.js";
import { Uploads } from "./uploads.js";

const PAUSE = 200;

/**
 * A long text that looks as it will be read while one writes it. Without this, the textarea in it is sent as Markdown;
 * with it, the hidden field `body` as HTML. `data-pictures`, `data-files`, `data-pages` and `data-people` are addresses.
 */
class TextEditor extends Element {
  connect(signal) {
    this.field = this.querySelector("input[name='body']");
    this.form = this.field.form;
    const plain = this.querySelector("textarea[name='markdown']");
    if (plain.value !== plain.defaultValue) return; // somebody has begun to write there, and goes on there
    const isBegun = document.activeElement === plain;
    const desk = (this.desk = this.copy("desk"));
    this.append(desk);
    this.uploads = new Uploads(this);
    this.suggest = new Suggest(this);
    try {
      this.editor = this.begin(desk.querySelector(".editor-surface"));
    } catch (error) {
      desk.remove();
      throw error; // the textarea is still there
    }
    this.tools = new Toolbar(desk, this.editor, this.own(), signal);
    this.toggleAttribute("data-on", true);
    this.change(true);
    this.field.value = bodyOf(this.editor);
    if (isBegun) this.editor.commands.focus();

    this.form.addEventListener("formdata", ({ formData }) => formData.set("body", bodyOf(this.editor)), { signal });
    this.form.addEventListener("submit", (event) => this.submit(event), { signal, capture: true });
    document.addEventListener("keydown", (event) => this.pressed(event), { signal });
    this.label.addEventListener("click", () => this.editor.commands.focus(), { signal });
    for (const input of desk.querySelectorAll("[data-choose]")) {
      input.addEventListener("change", () => this.chosen(input), { signal });
    }
    for (const type of ["resize", "scroll"]) window.visualViewport?.addEventListener(type, () => this.float(), { signal });
    signal.addEventListener("abort", () => this.end());
  }

  begin(element) {
    return new Editor({
      element,
      injectCSS: false, // css/desk.css has it, since the page allows no other styles
      content: this.field.value,
      extensions: extensions({
        placeholder: element.dataset.placeholder,
        copyFigure: () => this.copy("figure"),
        plugins: [this.suggest.plugin, this.uploads.plugin],
        keys: {
          "Mod-k": () => (this.askForLink(), true),
          "Alt-F10": () => (this.tools.focus(), true),
          Escape: () => (this.leave(), true),
        },
      }),
      editorProps: {
        transformPastedHTML: meaningOf,
        attributes: { class: "prose", role: "textbox", "aria-multiline": "true", "aria-labelledby": this.label.id },
      },
      onUpdate: () => this.wrote(),
    });
  }

  /** The HTML of the text; what is set takes the place of what was there, and can be undone. */
  get html() {
    return bodyOf(this.editor);
  }

  set html(html) {
    this.editor.commands.setContent(html, { emitUpdate: true });
  }

  get label() {
    return this.querySelector(".editor-plain > label");
  }

  copy(part) {
    const template = this.querySelector(`:scope > template[data-part="${part}"]`);
    return document.importNode(template.content, true).firstElementChild;
  }

  sentence(name) {
    return this.desk.querySelector("[data-say]").dataset[name] ?? "";
  }

  say(name, count) {
    this.desk.querySelector("[data-say]").textContent = this.sentence(name).replace("{n}", count);
  }

  own() {
    const choose = (kind) => () => this.desk.querySelector(`[data-choose="${kind}"]`).click();
    return {
      link: () => this.askForLink(),
      picture: choose("picture"),
      file: choose("file"),
      describe: () => this.editor.view.nodeDOM(this.figureAt())?.querySelector("input").focus(),
    };
  }

  figureAt() {
    const { $from, from } = this.editor.state.selection;
    return $from.parent.type.name === "caption" ? $from.before(-1) : from;
  }

  chosen(input) {
    this.uploads.send(input.files, { asFile: input.dataset.choose === "file" });
    input.value = "";
    this.editor.commands.focus();
  }

  wrote() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), PAUSE);
  }

  write() {
    clearTimeout(this.timer);
    const html = bodyOf(this.editor);
    if (html === this.field.value) return;
    this.field.value = html;
    this.field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  /** What is still on its way is waited for, so that no picture is left behind. */
  async submit(event) {
    this.write();
    if (!this.uploads.pending.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.waiting) return;
    this.waiting = true;
    this.say("waiting");
    await this.uploads.settled();
    this.waiting = false;
    this.say("");
    if (!this.desk.querySelector(".editor-upload")) this.form.requestSubmit(event.submitter);
  }

  pressed(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
    const where = document.activeElement?.closest("form:has(trellis-editor)");
    if (where ? where !== this.form : document.querySelector("trellis-editor") !== this) return;
    event.preventDefault();
    if (!event.repeat && !document.querySelector("dialog[open]")) this.form.querySelector("[data-kind='first']")?.click();
  }

  async askForLink() {
    const { editor } = this;
    const isOn = editor.isActive("link");
    if (isOn) editor.commands.extendMarkRange("link");
    const { from, to, empty } = editor.state.selection;
    const words = empty ? undefined : editor.state.doc.textBetween(from, to, " ");
    const answer = await askForLink(this.copy("link"), { address: editor.getAttributes("link").href, words });
    const steps = editor.chain().focus();
    if (!answer) return steps.run();
    const link = { type: "link", attrs: { href: answer.href } };
    if (empty) steps.insertContent({ type: "text", text: answer.words, marks: [link] }).unsetMark("link");
    else steps.unsetMark("link").setMark("link", link.attrs).setTextSelection(to);
    return steps.setMeta("preventAutolink", true).run();
  }

  /** Out of the text, to the line below it, from where Tab goes on. */
  leave() {
    this.desk.querySelector(".editor-here").focus();
  }

  /** A keyboard on the screen covers the lower edge of the window; the tools stand above it. */
  float() {
    const { height, offsetTop, scale } = window.visualViewport;
    const covered = scale > 1.01 ? 0 : Math.max(0, innerHeight - height - offsetTop);
    this.toggleAttribute("data-keyboard", covered > 80);
    this.style.setProperty("--keyboard", `${Math.round(covered)}px`);
  }

  change(isOn) {
    this.field.disabled = !isOn;
    const textarea = this.querySelector("textarea[name='markdown']");
    textarea.disabled = isOn;
    textarea.hidden = isOn;
    this.querySelector(".editor-plain > .help").hidden = isOn;
  }

  end() {
    clearTimeout(this.timer);
    this.uploads.stop();
    this.editor?.destroy();
    this.desk.remove();
    this.removeAttribute("data-on");
    this.change(false);
  }
}

define("trellis-editor", TextEditor);
