/** Asks the server for HTML and gives back a parsed document; scripts in it do not run. Throws if there is no good answer. */
export async function fetchHTML(address, { signal, headers = {} } = {}) {
  const answer = await fetch(address, { signal, headers, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status} ${address}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}
