import { fetchHTML } from "../lib/fragment.js";
import { put } from "./place.js";

/* Milliseconds, spread so that a thousand tabs do not ask at once. */
const SOON = [500, 2_000];
const LATER = [10_000, 30_000];

/* Not open to this reader, not there, or no longer there. */
const CLOSED = [403, 404, 410];

/* What stood here is gone, and the page says so itself. */
const GONE = "main [data-gone]";

let timer, asking;

/** Soon this page is asked for again, and everything in it that is live takes what has changed. */
export function refreshSoon() {
  refreshIn(...SOON);
}

/** The same when asking has failed. */
export function refreshLater() {
  refreshIn(...LATER);
}

function refreshIn(least, most) {
  timer ??= setTimeout(refresh, least + Math.random() * (most - least));
}

/**
 * `trellis:refresh` lets elements say in {address} what they need; `trellis:refreshed` brings them the {page}.
 * What may no longer be seen goes away.
 */
async function refresh() {
  timer = undefined;
  asking?.abort();
  if (document.querySelector(GONE)) return;
  const { signal } = (asking = new AbortController());
  const address = pageAddress();
  document.dispatchEvent(new CustomEvent("trellis:refresh", { detail: { address } }));
  try {
    const page = await fetchHTML(address, { signal, headers: { "X-Fragment": "page" } });
    takeRegions(page);
    document.dispatchEvent(new CustomEvent("trellis:refreshed", { detail: { page, signal } }));
  } catch ({ status, led }) {
    if (signal.aborted || document.querySelector(GONE)) return;
    if (isSignIn(led)) close("signed-out");
    else if (CLOSED.includes(status)) close("closed");
    else refreshLater();
  }
}

/** Where this page can be asked for: the answer to a form that was not taken stands at the address of the form. */
function pageAddress() {
  const named = document.querySelector("main [data-page]")?.dataset.page;
  return new URL(named ?? location.href, location.href);
}

function isSignIn(address) {
  return Boolean(address) && new URL(address).pathname === document.querySelector("trellis-live")?.dataset.signIn;
}

function close(state) {
  for (const one of document.querySelectorAll("main [data-streams]:not(trellis-live)")) one.replaceChildren();
  document.dispatchEvent(new CustomEvent("trellis:live", { detail: { state } }));
}

/** A `[data-region]` is replaced as a whole, but never one in which somebody writes. */
function takeRegions(page) {
  for (const { id } of document.querySelectorAll("[data-region][id]:not(:has(trellis-composer))")) {
    const fresh = page.getElementById(id);
    if (fresh) put(id, fresh);
  }
  for (const one of document.querySelectorAll("[id][data-streams]")) {
    const fresh = page.getElementById(one.id);
    for (const name of ["data-takes", "data-streams"]) {
      const value = fresh?.getAttribute(name);
      if (value != null && value !== one.getAttribute(name)) one.setAttribute(name, value);
    }
  }
}
