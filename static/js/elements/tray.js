import { Element, define } from "../lib/element.js";
import { parse } from "../lib/fragment.js";

/**
 * What somebody is told. Whatever in a line has `data-read` is an address that marks it as read: a link that is followed
 * tells it on the way, a button without leaving the page. The `.pill` shows itself when there is more that is unread in
 * the badge with the id `data-badge` than before.
 */
class Tray extends Element {
  connect(signal) {
    const listen = (type, handler) => this.addEventListener(type, handler.bind(this), { signal });
    listen("click", this.pressed);
    listen("auxclick", this.pressed);
    this.unread = unreadIn(document, this.dataset.badge);
    document.addEventListener("trellis:frame", ({ detail }) => this.heard(detail), { signal });
  }

  async pressed(event) {
    const target = event.target.closest?.("[data-read]");
    if (!target || event.button > 1) return; // the third button opens a menu
    const isButton = target.matches("button");
    if (isButton) event.preventDefault();
    const line = target.closest("li");
    const isDone = await tell(target.dataset.read);
    if (isDone) settle(line);
    else if (isButton) target.form.requestSubmit(target);
  }

  heard({ name, html }) {
    if (name !== "notices.changed") return;
    const unread = unreadIn(parse(html ?? ""), this.dataset.badge);
    const pill = this.querySelector(".pill");
    if (pill && unread > this.unread) pill.hidden = false;
    this.unread = unread;
  }
}

/** It outlives the page, which is about to be left when a link was followed. */
async function tell(address) {
  const body = new URLSearchParams(new FormData(document.getElementById("act")));
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { "X-Fragment": "reading" }, keepalive: true });
    return answer.ok && !answer.redirected;
  } catch {
    return false;
  }
}

/** The line looks as it does when it is read; the focus stays in it. */
function settle(line) {
  const button = line.querySelector("button[data-read]");
  delete line.dataset.unread;
  line.querySelector(".visually-hidden")?.remove();
  line.querySelector("a[data-read]")?.removeAttribute("data-read");
  if (button?.contains(document.activeElement)) line.querySelector("a").focus();
  button?.remove();
}

function unreadIn(root, id) {
  return Number(root.getElementById(id)?.dataset.unread ?? 0);
}

define("trellis-tray", Tray);
