import { Element, define } from "../lib/element.js";
import { tellOf } from "../lib/errors.js";
import { flash } from "../lib/flash.js";
import { parse } from "../lib/fragment.js";
import { put, shownIn, still } from "../live/place.js";

const headers = { "X-Fragment": "question" };

/**
 * The questions under a post. Each is the same for everybody, so which of them the reader has voted for comes beside them
 * as JSON in `.my-votes`. A vote shows at once and is counted by the server. What somebody asks meanwhile comes at the end
 * of those that wait for an answer: there it has as few votes as any, and nothing that is read moves.
 */
class Questions extends Element {
  connect(signal) {
    this.addEventListener("click", (event) => this.clicked(event), { signal });
    this.addEventListener("trellis:placed", (event) => this.placed(event), { signal });
    document.addEventListener("trellis:frame", ({ detail }) => this.heard(detail), { signal });
    this.learn();
  }

  /** What is the reader's own, as the server says it. */
  learn() {
    const block = this.querySelector(".my-votes > script");
    this.mine = new Set(block ? JSON.parse(block.textContent) : []);
    this.press();
  }

  press() {
    for (const button of this.querySelectorAll("[data-vote]")) {
      button.setAttribute("aria-pressed", this.mine.has(numberOf(button)));
    }
  }

  placed({ target }) {
    if (target.matches("[data-region]")) this.learn();
    else this.press();
    this.sort();
  }

  /** What was answered stands among the answered. */
  sort() {
    const [waiting, answered] = [".unanswered", ".answered"].map((name) => this.querySelector(name));
    const moved = [...waiting.querySelectorAll("[data-answered]")];
    if (!moved.length) return;
    const focused = document.activeElement;
    still(() => answered.querySelector("h3").after(...moved));
    if (answered.contains(focused)) focused.focus({ preventScroll: true });
  }

  heard(frame) {
    if (frame.name !== "questions.changed") return;
    const fresh = shownIn(frame);
    const list = this.querySelector(".unanswered");
    const goesOn = this.querySelector("a[rel='next']");
    if (!fresh || goesOn || "answered" in fresh.dataset || document.getElementById(fresh.id)) return;
    still(() => {
      list.append(fresh);
      this.querySelector(".nothing-asked")?.remove();
    });
    fresh.dataset.fresh = "";
    fresh.dispatchEvent(new CustomEvent("trellis:placed", { bubbles: true }));
  }

  async clicked(event) {
    const button = event.target.closest("[data-vote]");
    if (!button) return;
    event.preventDefault();
    if ("sending" in button.dataset) return;
    const question = numberOf(button);
    const gives = !this.mine.has(question);
    const address = button.formAction;
    this.own(question, gives);
    button.dataset.sending = "";
    try {
      const body = new URLSearchParams(new FormData(document.getElementById("act")));
      body.set("_method", gives ? "post" : "delete");
      const answer = await fetch(address, { method: "POST", body, headers, keepalive: true });
      const fresh = answer.ok && parse(await answer.text()).querySelector("article[data-question]");
      if (fresh) put(fresh.id, fresh);
      else this.refused(question, gives, answer.status);
    } catch {
      this.own(question, !gives);
      flash("offline");
    } finally {
      delete button.dataset.sending;
    }
  }

  refused(question, gives, status) {
    this.own(question, !gives);
    tellOf(status);
  }

  own(question, isMine) {
    if (isMine) this.mine.add(question);
    else this.mine.delete(question);
    this.press();
  }
}

function numberOf(button) {
  return Number(button.closest("[data-question]").dataset.question);
}

define("trellis-questions", Questions);
