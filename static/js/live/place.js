import { parse } from "../lib/fragment.js";
import { isCalm } from "../lib/motion.js";

const AT_ONCE = 20; // ms in which what comes together is placed together
const AGAIN = 300; // ms until we look again whether an element is still being used
const FADE = 150; // ms

/* What a reader or another script is in the middle of. */
const USED = ":is(:active, .htmx-request, dialog[open], :popover-open)";
/* What our own elements change later in what the server sent. */
const OURS = ["aria-pressed", "data-fresh", "data-leaving", "data-sending", "open"];

const waiting = new Map(); // id → the new element, or null when there is none any more
let timer;

/** Puts what a frame shows in its place; what has no place in this page is none of our business. */
export function place({ name, ref, html }) {
  if (!html) put(idOf({ name, ref }), null);
  else for (const fresh of [...parse(html).body.children]) put(fresh.id, fresh);
}

/** The id of the element that a frame is about. */
export function idOf({ name, ref }) {
  return `${name.split(".")[0]}-${ref}`;
}

/** That element as the frame shows it; null when it is gone. */
export function shownIn(frame) {
  return parse(frame.html ?? "").getElementById(idOf(frame));
}

/** Soon `fresh` stands where `id` stands now; with null, nothing does. */
export function put(id, fresh) {
  if (!id || !document.getElementById(id)) return;
  const before = waiting.get(id);
  if (fresh && before && isOlder(fresh, before)) return;
  waiting.set(id, fresh);
  later(AT_ONCE);
}

/** Whether somebody presses, has opened or has marked something in `element`. */
export function isUsed(element) {
  return element.matches(USED) || element.querySelector(USED) !== null || isMarked(element);
}

/**
 * Does what changes the page, and what one looks at stays where it is: the text one writes, the card one points at or
 * has gone to, or the first that can be seen.
 */
export function still(change, leaving) {
  const anchor = anchorIn(leaving);
  const top = anchor?.getBoundingClientRect().top;
  change();
  const now = anchor?.isConnected ? anchor : anchor && document.getElementById(anchor.id);
  const moved = now ? now.getBoundingClientRect().top - top : 0;
  if (moved) scrollBy({ top: moved, behavior: "instant" });
}

/** Whether `one` comes after `other` in time; both say where they are: `data-cursor="<microseconds>-<id>"`. */
export function isNewer(one, other) {
  const [[at, id], [otherAt, otherId]] = [one, other].map(({ dataset }) => (dataset.cursor ?? "").split("-").map(Number));
  return at > otherAt || (at === otherAt && id > otherId);
}

/** What was asked for may come after what was told, and then it is no longer true. Cards and rows have versions. */
export function isOlder(fresh, old) {
  return Number(fresh.dataset.version) < Number(old.dataset.version);
}

/**
 * Reactions come without their card, so a card that waited, or was asked for, may have older ones than stand there. What
 * the reader has just pressed stays, too, until the server has answered.
 */
export function keepReactions(old, fresh) {
  const [before, after] = [old, fresh].map((card) => card.querySelector(".reactions"));
  if (before && after && (isSending(before) || isOlder(after, before))) after.replaceWith(before.cloneNode(true));
}

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(placeAll, pause);
}

function placeAll() {
  const changes = [...waiting].filter(([id, fresh]) => !mustWait(document.getElementById(id), fresh));
  for (const [id] of changes) waiting.delete(id);
  // Cards first, so that a row of reactions goes into the one that stands there in the end.
  const placed = changes.filter(([, fresh]) => fresh).sort(([, one], [, other]) => isCard(other) - isCard(one));
  if (placed.length) still(() => placed.forEach(([id, fresh]) => renew(document.getElementById(id), fresh)));
  const gone = changes.filter(([, fresh]) => !fresh).map(([id]) => document.getElementById(id));
  gone.filter(Boolean).forEach(leave);
  if (waiting.size) later(AGAIN);
}

/** What was taken back does not stay because somebody marked it. */
function mustWait(old, fresh) {
  return old && (fresh && !("gone" in fresh.dataset) ? isUsed(old) || isSending(old) : old.matches(":active"));
}

function isSending(element) {
  return element.matches("[data-sending]");
}

function isCard(element) {
  return element.matches("article");
}

function renew(old, fresh) {
  if (!old || isOlder(fresh, old)) return;
  keepReactions(old, fresh);
  if (!isSame(old, fresh)) replace(old, fresh);
}

function replace(old, fresh) {
  const { activeElement } = document;
  const focused = old.contains(activeElement) ? twin(activeElement, old, fresh) : undefined;
  const folds = old.querySelectorAll("details");
  fresh.querySelectorAll("details").forEach((fold, i) => (fold.open = folds[i]?.open ?? fold.open));
  old.replaceWith(fresh);
  focused?.focus({ preventScroll: true });
  window.htmx?.process(fresh);
  fresh.dispatchEvent(new CustomEvent("trellis:placed", { bubbles: true }));
}

/** Fades away. Who had gone there goes on to the next. */
export function leave(element) {
  element.dataset.leaving = "";
  const remove = () => {
    const next = element.nextElementSibling ?? element.previousElementSibling;
    const focus = element.contains(document.activeElement);
    element.remove();
    if (focus) next?.focus({ preventScroll: true });
  };
  setTimeout(() => element.isConnected && still(remove, element), isCalm() ? 0 : FADE);
}

/** What in `fresh` is what `element` is in `old`. */
function twin(element, old, fresh) {
  if (element === old) return fresh;
  const named = element.getAttributeNames().filter((name) => /^(id|href|formaction|name|value|data-.+)$/.test(name));
  const isAlike = (one) => named.every((name) => one.getAttribute(name) === element.getAttribute(name));
  const alike = [...fresh.querySelectorAll(element.localName)].filter(isAlike);
  const before = [...old.querySelectorAll(element.localName)].filter(isAlike);
  return alike[before.indexOf(element)] ?? fresh;
}

function isMarked(element) {
  const selection = getSelection();
  return !selection.isCollapsed && selection.containsNode(element, true);
}

function isSame(old, fresh) {
  return bare(old).isEqualNode(bare(fresh));
}

/** A copy without what <trellis-clock> and others have made of it. */
function bare(element) {
  const copy = document.importNode(element, true);
  for (const one of [copy, ...copy.querySelectorAll("*")]) for (const name of OURS) one.removeAttribute(name);
  for (const time of copy.querySelectorAll("time")) time.replaceChildren();
  return copy;
}

function anchorIn(leaving) {
  const place = (one) => one.getBoundingClientRect();
  const isSeen = (one) => one && place(one).bottom > 0 && place(one).top < innerHeight;
  const cards = [...document.querySelectorAll("main article[id]")].filter((one) => one !== leaving);
  const { activeElement } = document;
  const isWriting = activeElement?.matches("textarea, input");
  const first = [
    isWriting && activeElement,
    cards.find((one) => one.matches(":hover")),
    cards.find((one) => one.contains(activeElement)),
    cards.find((one) => place(one).top >= 0),
    cards.find((one) => place(one).bottom > 0),
  ];
  return first.find((one) => isSeen(one));
}
