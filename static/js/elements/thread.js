import { Element, define } from "../lib/element.js";
import { placeBefore } from "../live/answers.js";
import { isCalm } from "../lib/motion.js";
import { idOf, isNewer, leave, put, shownIn, still } from "../live/place.js";
import { Tally } from "../live/tally.js";

/**
 * New replies in `.thread`. The page is never scrolled by itself: while some are still below what one sees, the `.pill`
 * says how many and leads there. Where a link with `rel=next` says that the thread goes on, new replies belong behind
 * it; then the pill leads to the first of them.
 */
class Thread extends Element {
  connect(signal) {
    this.section = this.querySelector(".thread");
    this.tally = new Tally(this, signal);
    this.unseen = new Set();
    this.beyond = new Map(); // id → address of a reply on a later page
    this.meanwhile = new Map(); // id → whether it is there, as told since the page was asked for again

    const on = (type, handler) => document.addEventListener(type, handler.bind(this), { signal });
    on("trellis:frame", ({ detail }) => this.heard(detail));
    on("trellis:refresh", () => this.meanwhile.clear());
    on("trellis:refreshed", ({ detail }) => this.reconcile(detail.page));
    on("trellis:placed", ({ target }) => this.unseen.has(target.id) && this.eyes.observe(target));
    this.tally.pill.addEventListener("click", (event) => this.pressed(event), { signal });
    this.eyes = new IntersectionObserver((entries) => entries.forEach((entry) => this.saw(entry)));
    signal.addEventListener("abort", () => this.eyes.disconnect());
  }

  get goesOn() {
    return this.querySelector("a[rel='next']");
  }

  get articles() {
    return [...this.section.querySelectorAll(":scope > article[id]")];
  }

  heard(frame) {
    const reply = shownIn(frame);
    this.meanwhile.set(idOf(frame), Boolean(reply));
    if (!reply) this.forget(idOf(frame));
    else if (frame.name === "update.replied" && reply.matches(".reply")) this.arrive(reply);
  }

  arrive(reply) {
    if (document.getElementById(reply.id) || this.beyond.has(reply.id)) return;
    this.tally.tell(1);
    if (this.goesOn) {
      this.beyond.set(reply.id, reply.querySelector("a.when").href);
      return this.show();
    }
    still(() => {
      const earlier = placeBefore(this.section, reply) ?? this.articles.findLast((one) => isNewer(reply, one));
      if (earlier) earlier.after(reply);
      else this.section.prepend(reply);
      this.section.hidden = false;
    });
    reply.dataset.fresh = "";
    window.htmx?.process(reply);
    reply.dispatchEvent(new CustomEvent("trellis:placed", { bubbles: true }));
    if (reply.getBoundingClientRect().top < innerHeight && !document.hidden) return;
    this.unseen.add(reply.id);
    this.eyes.observe(reply);
    this.show();
  }

  saw({ target, isIntersecting }) {
    if (!isIntersecting) return;
    this.eyes.unobserve(target);
    this.forget(target.id);
  }

  forget(id) {
    this.unseen.delete(id);
    this.beyond.delete(id);
    this.show();
  }

  show() {
    const [first] = this.beyond.values();
    if (first) this.tally.pill.href = first;
    this.tally.show(this.unseen.size + this.beyond.size);
  }

  pressed(event) {
    const [id] = this.unseen;
    const reply = document.getElementById(id);
    if (!reply) return;
    event.preventDefault();
    reply.scrollIntoView({ block: "center", behavior: isCalm() ? "instant" : "smooth" });
    reply.focus({ preventScroll: true });
  }

  /** What the server shows now on this page of the thread. */
  reconcile(page) {
    const now = page.getElementById(this.id);
    if (!now) return;
    const isTaken = ({ id }) => this.meanwhile.get(id) === false;
    const replies = [...now.querySelectorAll(".thread > article[id]")].filter((one) => !isTaken(one));
    const ids = new Set(replies.map(({ id }) => id));
    const last = replies.at(-1);
    const goesOn = now.querySelector("a[rel='next']");
    for (const article of now.querySelectorAll("article[id]")) if (!isTaken(article)) put(article.id, article);
    const isNew = ({ id }) => this.meanwhile.get(id);
    this.articles.filter((one) => !ids.has(one.id) && !isNew(one) && !(goesOn && isNewer(one, last))).forEach((one) => leave(one));
    replies.forEach((reply) => this.arrive(reply));
  }
}

define("trellis-thread", Thread);
