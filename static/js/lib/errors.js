import { flash } from "./flash.js";

const KINDS = { 403: "refused", 409: "refused", 413: "refused", 429: "busy", 503: "busy" };

/** Says what went wrong when an htmx request fails. A page's `<template id="flash-409">` comes before the general ones. */
export function tellOfErrors() {
  document.addEventListener("htmx:responseError", ({ detail }) => {
    const { status } = detail.xhr;
    if (detail.shouldSwap || detail.xhr.getResponseHeader("HX-Reswap")) return; // the answer speaks for itself
    tellOf(status);
  });
  for (const type of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(type, ({ target }) => {
      if (!target.closest?.("trellis-composer")) flash("offline"); // a composer says it beside the text
    });
  }
}

/** Says what a status means for the person who had asked. */
export function tellOf(status) {
  flash(status, KINDS[status] ?? "failed");
}
