import { pm } from "./tiptap.js";

const inert = document.implementation.createHTMLDocument("");

/** The text as it is sent: what the editor has for its own sake is left out, and an empty text is "". */
export function bodyOf({ schema, state }) {
  const root = inert.createElement("div");
  root.append(pm.model.DOMSerializer.fromSchema(schema).serializeFragment(state.doc.content, { document: inert }));
  for (const table of root.querySelectorAll("table")) headed(table);
  for (const caption of root.querySelectorAll("figcaption")) if (!caption.textContent.trim()) caption.remove();
  for (const cell of root.querySelectorAll("td, th")) if (cell.children.length === 1) unwrap(cell);
  for (const item of root.querySelectorAll("li")) if (isTight(item)) unwrap(item);
  for (const empty of root.querySelectorAll("p:empty")) {
    if (empty.parentNode === root || empty.parentNode.children.length > 1) empty.remove();
  }
  return root.innerHTML;
}

/** Rows of headings at the top become its head; each heading says what it is the heading of. */
function headed(table) {
  const [body] = table.tBodies;
  const head = inert.createElement("thead");
  for (const cell of table.querySelectorAll("td, th")) {
    for (const span of ["colspan", "rowspan"]) if (cell.getAttribute(span) === "1") cell.removeAttribute(span);
  }
  while (body.rows.length > 1 && isHeading(body.rows[0])) head.append(body.rows[0]);
  for (const cell of table.querySelectorAll("th")) cell.scope = "row";
  for (const cell of head.querySelectorAll("th")) cell.scope = "col";
  if (head.rows.length) body.before(head);
}

function isHeading({ cells }) {
  return cells.length && [...cells].every((cell) => cell.localName === "th" && cell.rowSpan === 1);
}

/** A line of its own, perhaps with a list below: needs no paragraph. */
function isTight({ children }) {
  return [...children].every((child, index) => (index ? /^[uo]l$/ : /^p$/).test(child.localName));
}

function unwrap({ firstElementChild: only }) {
  if (only?.localName === "p") only.replaceWith(...only.childNodes);
}
