import { Element, define } from "../lib/element.js";

const PAUSE = 1000;

/**
 * Keys for those who like them. What a key does is written on the page: `data-key="/"`, `"n"`, `"e"`, `"g h"`, and `"j"`, `"k"`
 * where they lead to other pages instead of through this one; an update's own links are `[data-reply]` and `[data-edit]`.
 * Off with <html data-keys="off">, in fields, which Escape leaves, and together with Ctrl, Alt or Meta.
 */
class Keys extends Element {
  connect(signal) {
    document.addEventListener("keydown", this.pressed.bind(this), { signal });
  }

  pressed(event) {
    const { key } = event;
    if (document.documentElement.dataset.keys === "off" || event.defaultPrevented || event.isComposing) return;
    if (key === "Escape" && event.target.matches?.("textarea")) event.target.blur(); // and keys do things again
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const sequence = this.first && performance.now() - this.since < PAUSE ? `${this.first} ${key}` : key;
    this.first = key === "g" && sequence === key ? key : undefined;
    this.since = performance.now();
    if (this.act(sequence)) event.preventDefault();
  }

  act(key) {
    if (key === "j" || key === "k") return use(shown(document, `[data-key="${key}"]`)) || this.step(key === "j" ? 1 : -1);
    if (key === "?") return document.querySelector("dialog#keys")?.showModal() ?? true;
    if (key === "r" || key === "e") {
      const article = document.activeElement?.closest(".update, .reply");
      const link = article && shown(article, key === "r" ? "[data-reply]" : "[data-edit]");
      return use(link) || use(key === "r" ? document.querySelector("#reply textarea") : shown(document, '[data-key="e"]'));
    }
    if (!/^(\/|n|g .)$/.test(key)) return false;
    const named = `[data-key="${CSS.escape(key)}"]`;
    return use(shown(document, named) ?? document.querySelector(`a${named}`)); // a link works unseen, too
  }

  step(by) {
    const all = [...document.querySelectorAll(".update, .thread .reply")].filter((one) => one.checkVisibility());
    const here = all.indexOf(document.activeElement?.closest(".update, .thread .reply"));
    // Without a place of one's own, reading begins at the first that can be seen.
    const from = all.findIndex((one) => one.getBoundingClientRect().bottom > 80);
    const next = all[here < 0 ? (by > 0 ? from : from - 1) : here + by];
    if (!next) return false;
    if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    return true;
  }
}

function typing(target) {
  return target.closest?.("input, textarea, select, [contenteditable]:not([contenteditable='false'])");
}

/** The first that can be seen; what belongs to a reply inside an update is not the update's. */
function shown(root, selector) {
  const all = [...root.querySelectorAll(selector)];
  const own = all.filter((one) => root === document || one.closest(".update, .reply") === root);
  return own.find((one) => one.checkVisibility());
}

/** Fields are focused, everything else is followed. */
function use(target) {
  if (!target) return false;
  if (typing(target)) {
    target.focus();
    target.select?.();
  } else target.click();
  return true;
}

define("trellis-keys", Keys);
