import { addressOf, isWrittenAsAddress } from "./addresses.js";
import { Link as WebLink } from "./tiptap.js";

/** What an <a> can name instead of an address. */
const NAMED = ["page", "part", "wanted", "person", "file"];

/**
 * One mark for everything that is an <a>: the web by `href`; a page (and a part of it), a page that nobody has written, a
 * person or a file by its name, whose `href` is there only to be shown.
 */
export const Link = WebLink.extend({
  inclusive: false,

  addOptions() {
    return {
      ...this.parent?.(),
      openOnClick: false,
      defaultProtocol: "https",
      markdownLinks: true,
      isAllowedUri: (address) => Boolean(addressOf(address ?? "")),
      shouldAutoLink: isWrittenAsAddress,
    };
  },

  addAttributes() {
    const named = NAMED.map((name) => [
      name,
      {
        default: null,
        parseHTML: (element) => element.dataset[name] ?? null,
        renderHTML: (attributes) => ({ [`data-${name}`]: attributes[name] }),
      },
    ]);
    return { href: { default: null }, ...Object.fromEntries(named) };
  },

  parseHTML() {
    return [
      { tag: "a[data-page], a[data-wanted], a[data-person], a[data-file]" },
      { tag: "a[href]", getAttrs: (element) => (addressOf(element.getAttribute("href")) ? null : false) },
    ];
  },

  renderHTML({ HTMLAttributes }) {
    return ["a", HTMLAttributes, 0];
  },

  addKeyboardShortcuts() {
    return {};
  },
});

/** What a link leads to, in words: a person sees "/wiki/12-refunds/", or the title of what is wanted. */
export function whereOf({ href, wanted }) {
  return wanted ?? href ?? "";
}
