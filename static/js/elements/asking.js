import { Element, define } from "../lib/element.js";
import { tellOf } from "../lib/errors.js";
import { flash } from "../lib/flash.js";
import { parse } from "../lib/fragment.js";
import { outOfPlace } from "../live/answers.js";
import { put, still } from "../live/place.js";

const PROLONG = 60_000; // ms between two signs of life

/**
 * What one does with questions, anywhere on a page; once in it. Buttons with `data-deed` (claim, release, accept) are sent
 * without leaving the page. `data-helpful` is a vote for an answer: it shows at once, and is counted by the server. Which
 * votes are the reader's stands beside the answers in `.my-helpful`. Whoever is on a question and writes in the composer
 * `[data-claim]` goes on being on it.
 */
class Asking extends Element {
  connect(signal) {
    this.mine = new Set();
    this.prolonged = Date.now();
    const on = (type, handler) => document.addEventListener(type, handler.bind(this), { signal });
    on("click", this.clicked);
    on("input", this.wrote);
    on("trellis:placed", this.placed);
    on("trellis:refreshed", ({ detail }) => this.learn(detail.page));
    this.learn(document);
  }

  learn(page) {
    const block = page.querySelector(".my-helpful > script");
    this.mine = new Set(block ? JSON.parse(block.textContent) : []);
    this.press();
  }

  press() {
    for (const button of document.querySelectorAll("[data-helpful]")) {
      button.setAttribute("aria-pressed", this.mine.has(numberOf(button)));
    }
  }

  placed() {
    const section = document.querySelector(".thread[data-answers]");
    if (!section) return;
    this.press();
    const first = outOfPlace(section);
    if (!first.length) return;
    const focused = document.activeElement;
    still(() => section.prepend(...first));
    if (section.contains(focused)) focused.focus({ preventScroll: true });
  }

  clicked(event) {
    const button = event.target.closest?.("[data-deed], [data-helpful]");
    if (!button) return;
    event.preventDefault();
    if ("sending" in button.dataset) return;
    if (button.matches("[data-helpful]")) this.vote(button);
    else this.send(button, button.value || "post");
  }

  async vote(button) {
    const answer = numberOf(button);
    const gives = !this.mine.has(answer);
    this.own(answer, gives);
    if (!(await this.send(button, gives ? "post" : "delete"))) this.own(answer, !gives);
  }

  own(answer, isMine) {
    if (isMine) this.mine.add(answer);
    else this.mine.delete(answer);
    const button = document.getElementById(`helpful-${answer}`);
    const number = button?.querySelector("span");
    if (number) number.textContent = Number(number.textContent) + (isMine ? 1 : -1);
    this.press();
  }

  /** Whether it was done; the cards that changed are put in their places. */
  async send(button, method) {
    const body = new URLSearchParams(new FormData(document.getElementById("act")));
    body.set("_method", method);
    button.dataset.sending = "";
    try {
      const headers = { "X-Fragment": document.querySelector("trellis-thread") ? "thread" : "feed" };
      const answer = await fetch(button.formAction, { method: "POST", body, headers, keepalive: true });
      if (!answer.ok) return tellOf(answer.status);
      for (const fresh of [...parse(await answer.text()).body.children]) put(fresh.id, fresh);
      return true;
    } catch {
      return flash("offline");
    } finally {
      delete button.dataset.sending;
    }
  }

  /** Once a minute, while one writes an answer to what one is on. */
  wrote({ target }) {
    const composer = target.closest?.("[data-claim]");
    if (!composer || Date.now() - this.prolonged < PROLONG) return;
    if (!document.querySelector(`[data-claimer="${CSS.escape(composer.dataset.person)}"]`)) return;
    this.prolonged = Date.now();
    const body = new URLSearchParams(new FormData(document.getElementById("act")));
    const headers = { "X-Fragment": "thread" };
    fetch(composer.dataset.claim, { method: "POST", body, headers }).catch(() => {}); // the next minute says it again
  }
}

function numberOf(button) {
  return Number(button.dataset.helpful);
}

define("trellis-asking", Asking);
