/** Where a link may lead: the web, an e-mail address, or a page of this house. The server asks again. */

const MAIL = /^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/;
const NAMED = /^[a-z][a-z0-9+.-]*:/i;

/** What was typed as an address that is safe to follow, or "" if there is none. */
export function addressOf(typed) {
  const text = typed.trim();
  if (MAIL.test(text)) return `mailto:${encodeURI(text)}`;
  if (text.startsWith("/")) return /^\/(?!\/)[^\s\\]*$/.test(text) ? encodeURI(decoded(text)) : "";
  try {
    const url = new URL(NAMED.test(text) ? text : /^[^\s/]+\.[^\s]+$/.test(text) ? `https://${text}` : "");
    if (url.protocol === "mailto:") return url.pathname ? url.href : "";
    return /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : "";
  } catch {
    return "";
  }
}

/** Whether an address that one has typed or pasted becomes a link by itself: not every word with a dot does. */
export function isWrittenAsAddress(text) {
  return /^(https?:\/\/|mailto:|www\.)/i.test(text) || MAIL.test(text);
}

function decoded(text) {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}
