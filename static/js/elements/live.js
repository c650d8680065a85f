import { Element, define } from "../lib/element.js";
import { place } from "../live/place.js";
import { refreshSoon } from "../live/refresh.js";
import { LiveSocket } from "../live/socket.js";

const PATIENCE = 2_000; // ms that a connection may be away before one says so
/* This reader, or many, may read other things than before; the page asks by itself which. */
const RIGHTS = ["teams.changed", "team.closed"];

/**
 * Once in a page: hears what every `[data-streams]` in it names (kind:number, with spaces between), from the event
 * `data-mark` on, over the socket at `data-address`. What is in the page already is changed in place here; elements
 * that show new things listen to `trellis:frame` themselves, and a page asks for itself anew when something happens that a
 * `[data-rereads]` in it names. A `<template data-state>` is what it says when the connection is "waiting", "signed-out" or
 * "limited", and when the page is "closed" to this reader.
 */
class Live extends Element {
  connect(signal) {
    const socket = new LiveSocket(this.dataset.address, { mark: markOf(this), signal });
    const gather = (mark, how) => socket.listen(streams(), mark, how);
    const watch = new MutationObserver(() => gather());
    watch.observe(document.body, { subtree: true, childList: true, attributeFilter: ["data-streams"] });
    signal.addEventListener("abort", () => (watch.disconnect(), clearTimeout(this.timer)));

    const on = (target, type, handler) => target.addEventListener(type, handler, { signal });
    on(document, "trellis:live", ({ detail }) => this.became(detail.state));
    on(document, "trellis:frame", ({ detail }) => this.take(detail));
    on(document, "trellis:refreshed", ({ detail }) => {
      gather(markOf(detail.page.querySelector("trellis-live")), { isFresh: true });
    });
    on(document, "trellis:reset", () => refreshSoon());
    on(document, "trellis:ended", () => refreshSoon());
    for (const type of ["online", "offline"]) on(window, type, () => this.became(this.state));
    gather();
  }

  take(frame) {
    if (RIGHTS.includes(frame.name)) refreshSoon();
    else place(frame);
    if (document.querySelector(`[data-rereads="${frame.name}"]`)) refreshSoon();
  }

  became(state) {
    if (this.state === "signed-out" || (this.state === "closed" && state !== "signed-out")) return;
    this.state = state;
    clearTimeout(this.timer);
    if (state !== "waiting") this.say(state);
    else if (!navigator.onLine) this.say(""); // <trellis-offline> says it
    else this.timer = setTimeout(() => this.say(state), PATIENCE);
  }

  say(state) {
    const template = this.querySelector(`template[data-state="${state}"]`);
    for (const child of [...this.childNodes]) if (child.localName !== "template") child.remove();
    delete this.dataset.says;
    if (!template) return;
    this.append(document.importNode(template.content, true));
    this.dataset.says = state;
  }
}

/** The last event that was in the page when it was drawn. */
function markOf(element) {
  return element?.dataset.mark ? Number(element.dataset.mark) : undefined;
}

function streams() {
  const all = [...document.querySelectorAll("[data-streams]")];
  return all.flatMap((one) => one.dataset.streams.split(" ")).filter(Boolean);
}

define("trellis-live", Live);
