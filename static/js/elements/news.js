import { Element, define } from "../lib/element.js";
import { fetchHTML } from "../lib/fragment.js";
import { isCalm } from "../lib/motion.js";
import { idOf, isNewer, isOlder, isUsed, keepReactions, leave, put, shownIn } from "../live/place.js";
import { refreshLater } from "../live/refresh.js";
import { Tally } from "../live/tally.js";

const TOGETHER = 30; // ms in which what comes together is shown together
const OWN = 1_000; // ms until the answer to one's own post has come, too
const POINTING = 500; // ms after the pointer moved over the list
const SLIDE = 200; // ms
const TOP = 8; // px
const PAGES = 20;
const NEWS = ["update.posted", "update.replied"];

/**
 * New updates in the list `.feed`. Who reads at the top sees them slide in; to everybody else the `.pill` says how many
 * there are and shows them when it is pressed. `data-streams` is where they come from, and `data-takes` which of them
 * belong here: {"company": true, "teams": [3], "people": [7], "tags": ["x"], "sources": ["blog-2"],
 * "muted": [9], "all": false, "replies": "no" | "only" | "also"}, and of these only {"asked": true, "states": ["open"],
 * "topic": 3 | "none"}; without it the list takes nothing new. With `data-order="oldest"` what is new comes at the end.
 */
class News extends Element {
  connect(signal) {
    this.list = this.querySelector(".feed");
    this.news = new Map(); // id → card that is not yet in the list
    this.meanwhile = new Map(); // id → whether it is there, as told since the page was asked for again
    this.tally = new Tally(this, signal);
    this.signal = signal;

    const on = (type, handler) => document.addEventListener(type, handler.bind(this), { signal });
    on("trellis:frame", ({ detail }) => this.heard(detail));
    on("trellis:refresh", ({ detail }) => this.ask(detail.address));
    on("trellis:refreshed", ({ detail }) => this.reconcile(detail.page).catch(() => signal.aborted || refreshLater()));
    on("htmx:afterSwap", this.swapped);
    this.tally.pill.addEventListener("click", (event) => this.pressed(event), { signal });
    this.list.addEventListener("pointermove", () => (this.pointed = performance.now()), { signal, passive: true });
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  get articles() {
    return [...this.list.querySelectorAll(":scope > article[id]")];
  }

  get next() {
    return this.list.querySelector("a.more-updates[rel='next']");
  }

  heard(frame) {
    const id = idOf(frame);
    if (frame.name === "reactions.changed") this.takeReactions(frame);
    if (!id.startsWith("update-")) return; // what is in a card is changed in place
    const card = shownIn(frame);
    this.meanwhile.set(id, Boolean(card));
    const here = document.getElementById(id);
    const fits = card && takes(this.dataset.takes, card.dataset);
    if (here) {
      // It is changed in place, unless it no longer belongs in this list.
      if (card && !fits && this.dataset.takes && this.list.contains(here)) put(id, null);
      return;
    }
    const belongs = fits && (this.news.has(id) || NEWS.includes(frame.name) || this.isAboutTags(frame) || this.isOfStates);
    if (!belongs) this.drop(id);
    else if (isBeingPosted(card)) setTimeout(() => this.meanwhile.get(id) && this.arrive(card), OWN);
    else this.arrive(card);
  }

  /** Those of a card that is kept aside; in the page they are changed in place. */
  takeReactions(frame) {
    const old = this.news.get(`update-${frame.ref}`)?.querySelector(".reactions");
    const fresh = shownIn(frame);
    if (old && fresh && !isOlder(fresh, old)) old.replaceWith(fresh);
  }

  /** An edit may bring the tag whose list this is. */
  isAboutTags({ name }) {
    return name === "update.edited" && Boolean(JSON.parse(this.dataset.takes).tags);
  }

  /** What happens to a question may bring it here. */
  get isOfStates() {
    return Boolean(JSON.parse(this.dataset.takes).asked);
  }

  /** Whether `one` stands below `other` in this list. */
  isBelow(one, other) {
    return this.dataset.order === "oldest" ? isNewer(one, other) : isNewer(other, one);
  }

  arrive(card) {
    if (document.getElementById(card.id)) return put(card.id, card);
    const last = this.articles.at(-1);
    if (this.next && last && this.isBelow(card, last)) return; // comes with those that follow
    const kept = this.news.get(card.id);
    if (kept && isOlder(card, kept)) return;
    if (kept) keepReactions(kept, card);
    else this.tally.tell(1);
    this.news.set(card.id, card);
    this.timer ??= setTimeout(() => this.offer(), TOGETHER);
  }

  offer() {
    this.timer = undefined;
    if (this.tally.pill.hidden && this.isFree()) this.slide();
    else this.tally.show(this.news.size);
  }

  drop(id) {
    if (this.news.delete(id) && !this.tally.pill.hidden) this.tally.show(this.news.size);
  }

  /** Nobody reads further down, and nothing is used that would move away under the pointer. */
  isFree() {
    const isPointed = performance.now() - (this.pointed ?? -POINTING) < POINTING;
    const isBusy = isPointed || isUsed(this.list) || this.list.matches(":focus-within, :has(details[open])");
    return this.dataset.order !== "oldest" && scrollY < TOP && !document.hidden && !isBusy;
  }

  slide() {
    const before = this.list.offsetHeight;
    this.insert();
    this.style.setProperty("--came", `${this.list.offsetHeight - before}px`);
    this.dataset.came = "";
    clearTimeout(this.slid);
    this.slid = setTimeout(() => this.removeAttribute("data-came"), SLIDE);
    if (scrollY) scrollTo({ top: 0, behavior: "instant" });
  }

  pressed(event) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const [first] = this.insert();
    this.tally.show(0);
    if (this.dataset.order === "oldest") return first?.focus();
    const isNear = scrollY < 2 * innerHeight;
    scrollTo({ top: 0, behavior: isNear && !isCalm() ? "smooth" : "instant" });
    first?.focus({ preventScroll: true });
  }

  /** Puts everything that was kept aside into the list, each in its place. */
  insert() {
    const cards = [...this.news.values()].filter(({ id }) => !document.getElementById(id));
    cards.sort((one, other) => (this.isBelow(other, one) ? -1 : 1));
    this.news.clear();
    for (const card of cards) {
      const next = this.articles.find((one) => this.isBelow(one, card));
      if (next) next.before(card);
      else (this.list.querySelector(":scope > .pager") ?? { before: (one) => this.list.append(one) }).before(card);
      card.dataset.fresh = "";
      window.htmx?.process(card);
      card.dispatchEvent(new CustomEvent("trellis:placed", { bubbles: true }));
    }
    if (cards.length) document.getElementById("nothing-here")?.replaceChildren();
    return cards;
  }

  /** The answer to one's own post brings a card that may have come by the socket before. */
  swapped() {
    for (const { id } of this.articles) this.drop(id);
    for (const article of this.articles) if (document.getElementById(article.id) !== article) article.remove();
  }

  // After something was missed

  /** The list as far as it is shown; a page of older updates is asked for as it is. */
  ask(address) {
    this.meanwhile.clear();
    const oldest = this.articles.at(-1);
    if (this.dataset.takes && oldest) address.searchParams.set("through", oldest.dataset.cursor);
  }

  async reconcile(page) {
    const { found, isAll } = await this.find(page);
    if (this.signal.aborted) return;
    const last = found.at(-1);
    // What was told while the page was on its way is newer than the page.
    const ids = new Set([...found.map(({ id }) => id), ...this.told(true)]);
    const taken = new Set(this.told(false));
    const gone = this.articles.filter((one) => !ids.has(one.id) && (isAll || !this.isBelow(one, last)));
    for (const id of this.news.keys()) if (!ids.has(id)) this.drop(id);
    for (const card of found.filter(({ id }) => !taken.has(id))) {
      if (document.getElementById(card.id)) put(card.id, card);
      else if (this.dataset.takes) this.arrive(card);
    }
    gone.forEach(leave);
  }

  told(isThere) {
    return [...this.meanwhile].filter(([, there]) => there === isThere).map(([id]) => id);
  }

  /** What the server lists now, down to the oldest that is shown here. */
  async find(page) {
    const found = [];
    let source = page.getElementById(this.list.id);
    for (let pages = 1; source; pages++) {
      found.push(...source.querySelectorAll(":scope > article[id]"));
      const next = source.querySelector("a.more-updates[rel='next']");
      const oldest = this.articles.at(-1);
      const isEnough = !next || !oldest || pages > PAGES || !this.isBelow(oldest, found.at(-1) ?? oldest);
      if (isEnough) return { found, isAll: !next };
      const headers = { "X-Fragment": "feed" };
      source = (await fetchHTML(next.getAttribute("href"), { signal: this.signal, headers })).body;
    }
    return { found, isAll: false };
  }
}

function takes(rules, { author, root, company, teams = "", tags = "", source, kind, state, topics = "" }) {
  const wanted = JSON.parse(rules || "null");
  if (wanted?.asked && kind !== "question") return false;
  if (wanted?.states && !wanted.states.includes(state)) return false;
  if (wanted?.topic === "none" ? topics : wanted?.topic && !topics.split(" ").includes(String(wanted.topic))) return false;
  if (!wanted || wanted.muted?.includes(Number(author))) return false;
  const { replies = "no" } = wanted;
  if (replies !== "also" && (replies === "only") !== Boolean(root)) return false;
  return Boolean(
    wanted.all ||
      (wanted.company && company !== undefined) ||
      wanted.people?.includes(Number(author)) ||
      teams.split(" ").some((team) => wanted.teams?.includes(Number(team))) ||
      tags.split(" ").some((tag) => wanted.tags?.includes(tag)) ||
      wanted.sources?.includes(source),
  );
}

/** Then the answer to the form is under way and brings the card, too. */
function isBeingPosted({ dataset }) {
  return document.querySelector("trellis-composer form[data-sending]")?.closest("[data-person]")?.dataset.person === dataset.author;
}

define("trellis-news", News);
