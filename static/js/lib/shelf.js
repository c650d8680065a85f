/** Where this browser keeps what a person writes at an address until the server has it. */
export function shelfOf(person, address) {
  return person && address ? `trellis:writing:${person}:${address}` : "";
}

/** A browser may refuse to store; then `undefined` comes back. */
export function store(use) {
  try {
    return use(localStorage);
  } catch {
    return undefined;
  }
}
