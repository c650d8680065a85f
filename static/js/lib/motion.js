/** Whether the reader wants things to stay calm. */
export function isCalm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
