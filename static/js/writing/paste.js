import { parse } from "../lib/fragment.js";

const UNSEEN = /<!--[\s\S]*?-->|<(style|script|title|xml)\b[\s\S]*?<\/\1\s*>/gi;
const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi;
const ATTRIBUTE = /(?<=[\s"'])(style|on[a-z]+)(?=\s*=)/gi;
const MEANINGS = [
  [/font-weight\s*:\s*(bold|[6-9]00)/i, "strong"],
  [/font-style\s*:\s*italic/i, "em"],
  [/text-decoration[a-z-]*\s*:[^;]*line-through/i, "s"],
];

/**
 * What was copied elsewhere, with its styles said as elements. Styles are taken out of the string before it is parsed: the
 * content policy of the page holds for parsing, too, and complains about each of them.
 */
export function meaningOf(html) {
  const tamed = html.replace(UNSEEN, "").replace(TAG, (tag) => tag.replace(ATTRIBUTE, "data-its-$1"));
  const { body } = parse(tamed);
  for (const element of body.querySelectorAll("[data-its-style]")) {
    const style = element.getAttribute("data-its-style");
    if (/^(b|strong)$/.test(element.localName)) {
      if (/font-weight\s*:\s*(normal|[1-4]00)/i.test(style)) element.replaceWith(...element.childNodes);
    } else if (element.localName === "span") {
      for (const [means, name] of MEANINGS) if (means.test(style)) wrap(element, name);
    }
  }
  return body.innerHTML;
}

function wrap(element, name) {
  const inner = element.ownerDocument.createElement(name);
  inner.append(...element.childNodes);
  element.append(inner);
}
