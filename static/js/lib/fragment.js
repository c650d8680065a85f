/**
 * Asks the server for HTML and gives back a parsed document. Throws if there is no good answer; the error's `status` is
 * that of the answer, if one came, and its `led` the address that it was led to.
 */
export async function fetchHTML(address, { signal, headers = {} } = {}) {
  const answer = await fetch(address, { signal, headers, credentials: "same-origin" });
  const { ok, redirected, status, url } = answer;
  if (!ok || redirected) throw Object.assign(new Error(`${status} ${address}`), { status, led: redirected ? url : "" });
  return parse(await answer.text());
}

/** A document of its own; scripts in it do not run. */
export function parse(html) {
  return new DOMParser().parseFromString(html, "text/html");
}
