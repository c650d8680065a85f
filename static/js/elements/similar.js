import { Element, define } from "../lib/element.js";
import { tellOf } from "../lib/errors.js";
import { flash } from "../lib/flash.js";
import { fetchHTML, parse } from "../lib/fragment.js";

const PAUSE = 150; // ms in which nothing is typed
const SIGNS = 12; // and
const WORDS = 3; // of less nobody can tell what is asked
const READ = 300; // characters

/**
 * In a composer, below what is written: while one types a question, what may answer it is asked for at `data-from`. Its
 * buttons say that something solved it: then nothing need be asked, and the composer is empty. An "Undo" puts back what
 * was written. The `<template>` is what it says when nobody can be reached.
 */
class Similar extends Element {
  connect(signal) {
    this.composer = this.closest("trellis-composer");
    this.form = this.closest("form");
    this.field = this.form?.elements.namedItem("text");
    if (!this.composer || !this.field) return;
    this.place = this.querySelector(".similar-place");
    const on = (target, type, handler) => target.addEventListener(type, handler.bind(this), { signal });
    on(this.form, "input", this.later);
    on(this.form, "change", this.later);
    on(this.form, "reset", () => (this.stop(), this.put()));
    on(this, "click", this.clicked);
    signal.addEventListener("abort", () => this.stop());
    this.later();
  }

  /** What is asked so far; empty when nothing is. */
  get question() {
    const text = this.field.value.trim();
    const isLong = text.length >= SIGNS && text.split(/\s+/).length >= WORDS;
    return isLong && this.form.elements.namedItem("ask")?.checked ? this.field.value.trimStart().slice(0, READ) : "";
  }

  later() {
    const { question } = this;
    if (question && question === this.asked) return;
    this.stop();
    this.asked = question;
    if (question) this.timer = setTimeout(() => this.ask(question), PAUSE);
    else this.put();
  }

  /** What is still on its way does not come any more. */
  stop() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.asked = "";
  }

  async ask(question) {
    const { signal } = (this.asking = new AbortController());
    try {
      const page = await fetchHTML(`${this.dataset.from}?${new URLSearchParams({ q: question })}`, { signal });
      if (!signal.aborted) this.show(page.body);
    } catch {
      if (signal.aborted) return;
      this.asked = ""; // the next letter asks again
      this.show(document.importNode(this.querySelector("template").content, true));
    }
  }

  /** Nothing moves while one is in it. */
  show(fresh) {
    if (this.place.querySelector(":focus, :active")) return;
    this.put(...fresh.children);
  }

  put(...fresh) {
    this.place.replaceChildren(...fresh);
    const says = fresh[0]?.dataset.says ?? fresh[0]?.textContent ?? "";
    const voice = this.querySelector("[role='status']");
    if (voice.textContent !== says) voice.textContent = says;
  }

  async clicked(event) {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    if ("sending" in button.dataset) return;
    const answer = await this.send(button);
    if (!answer) return;
    if (button.value === "delete") this.undo();
    else this.done(await answer.text());
  }

  async send(button) {
    const body = new URLSearchParams(new FormData(document.getElementById("act")));
    if (button.name) body.set(button.name, button.value);
    button.dataset.sending = "";
    try {
      const answer = await fetch(button.formAction, { method: "POST", body, headers: { "X-Fragment": "solved" } });
      if (answer.ok) return answer;
      tellOf(answer.status);
    } catch {
      flash("offline");
    } finally {
      delete button.dataset.sending;
    }
  }

  done(html) {
    this.put();
    this.before = this.composer.putAway();
    this.place.replaceChildren(...parse(html).body.children);
    this.place.firstElementChild.focus();
  }

  undo() {
    this.put();
    this.composer.putBack(this.before);
    this.field.focus();
    this.later();
  }
}

define("trellis-similar", Similar);
