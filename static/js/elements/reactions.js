import { Element, define } from "../lib/element.js";
import { tellOf } from "../lib/errors.js";
import { flash } from "../lib/flash.js";
import { fetchHTML, parse } from "../lib/fragment.js";
import { count, focusOn, isAsNew, put } from "../lib/reactions.js";

const headers = { "X-Fragment": "reactions" };

/**
 * Presses the reactions that are the reader's own and changes them; one stands on a page. Cards are the same for
 * everybody, so what is the reader's comes beside them as JSON in `.mine`, `{"12": ["like"]}`, and later in frames called
 * `mine.changed`. What is pressed shows at once. Requests about one update wait for each other, and when the last is
 * answered its row is what the server said last, so that a failure takes back what was shown.
 */
class Mine extends Element {
  connect(signal) {
    this.mine = new Map(); // number of an update → its signs that are the reader's
    this.lines = new Map(); // number of an update → what is under way, and how it stands on the server
    const watch = new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) if (node.nodeType === 1) this.arrived(node);
    });
    watch.observe(document.body, { childList: true, subtree: true });
    signal.addEventListener("abort", () => watch.disconnect());
    document.addEventListener("click", (event) => this.clicked(event), { signal });
    document.addEventListener("trellis:frame", ({ detail }) => this.told(detail), { signal });
    document.addEventListener("trellis:refreshed", ({ detail }) => this.arrived(detail.page.body), { signal });
    document.addEventListener("trellis:refreshed", ({ detail }) => this.refreshed(detail.page), { signal });
    this.arrived(document.body);
  }

  // What is the reader's

  arrived(root) {
    for (const block of all(root, ".mine > script")) this.learn(JSON.parse(block.textContent));
    for (const bar of all(root, ".reactions")) {
      const line = this.lines.get(bar.dataset.reactions);
      // One that is as old may be the one that stood there, with what the reader pressed since.
      if (line && !isAsNew(line.bar, bar)) line.bar = settled(bar);
      this.press(bar);
    }
  }

  /** A page says all there is to say about the updates on it: what it does not name was taken back. */
  refreshed(page) {
    for (const { dataset } of page.querySelectorAll(".reactions")) this.learn({ [dataset.reactions]: [] });
    for (const block of page.querySelectorAll(".mine > script")) this.learn(JSON.parse(block.textContent));
  }

  told({ name, html }) {
    if (name !== "mine.changed") return;
    const data = parse(html ?? "").querySelector("[data-mine]");
    if (data) this.learn({ [data.dataset.mine]: data.value.split(" ").filter(Boolean) });
  }

  learn(known) {
    for (const [update, signs] of Object.entries(known)) {
      const line = this.lines.get(update);
      if (line) line.mine = new Set(signs);
      else this.own(update, new Set(signs));
    }
  }

  own(update, signs) {
    this.mine.set(update, signs);
    const bar = barOf(update);
    if (bar) this.press(bar);
  }

  press(bar) {
    const signs = this.mine.get(bar.dataset.reactions);
    for (const button of bar.querySelectorAll("[data-sign]")) {
      button.setAttribute("aria-pressed", Boolean(signs?.has(button.dataset.sign)));
    }
  }

  // What the reader does

  clicked(event) {
    const button = event.target.closest?.(".reactions [data-sign]");
    const link = event.target.closest?.(".reactions .who");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!button && !(link && plain)) return;
    event.preventDefault();
    if (button) this.react(button);
    else this.tellWho(link);
  }

  react(button) {
    const bar = button.closest(".reactions");
    const update = bar.dataset.reactions;
    const { sign } = button.dataset;
    bar.querySelector(".menu").open = false;
    const line = this.line(bar);
    const signs = new Set(this.mine.get(update));
    const gives = !signs.delete(sign);
    if (gives) signs.add(sign);
    const hadFocus = bar.contains(document.activeElement);
    count(bar, sign, gives ? 1 : -1);
    this.own(update, signs);
    if (hadFocus) focusOn(bar, sign);
    bar.dataset.sending = ""; // what others do meanwhile is shown after the answer
    line.waiting += 1;
    line.last = line.last.then(() => this.send(line, update, { sign, gives, address: button.formAction }));
  }

  line(bar) {
    const update = bar.dataset.reactions;
    if (!this.lines.has(update)) {
      const mine = this.mine.get(update) ?? new Set();
      this.lines.set(update, { bar: settled(bar), mine, waiting: 0, last: Promise.resolve() });
    }
    return this.lines.get(update);
  }

  async send(line, update, { sign, gives, address }) {
    const body = new URLSearchParams(new FormData(document.getElementById("act")));
    body.set("_method", gives ? "post" : "delete");
    try {
      const answer = await fetch(address, { method: "POST", body, headers, keepalive: true });
      const bar = answer.ok && parse(await answer.text()).querySelector(".reactions");
      if (!bar) tellOf(answer.status);
      else {
        if (isAsNew(bar, line.bar)) line.bar = bar;
        line.mine = new Set(line.mine);
        if (gives) line.mine.add(sign);
        else line.mine.delete(sign);
      }
    } catch {
      flash("offline");
    }
    line.waiting -= 1;
    if (!line.waiting) this.settle(line, update);
  }

  /** Nothing is under way any more: it stands there as on the server. */
  settle(line, update) {
    this.lines.delete(update);
    const bar = barOf(update);
    if (bar) put(bar, document.adoptNode(line.bar));
    this.own(update, line.mine);
  }

  async tellWho(link) {
    if (this.asking) return;
    this.asking = true;
    try {
      const dialog = (await fetchHTML(link.href, { headers: { "HX-Request": "true" } })).querySelector("dialog");
      document.body.append(dialog);
      dialog.addEventListener("close", () => dialog.remove());
      dialog.showModal();
    } catch {
      location.assign(link.href); // the page there says what is wrong
    } finally {
      this.asking = false;
    }
  }
}

/** Every element that fits below `root`, and `root` itself. */
function all(root, selector) {
  return [...(root.matches(selector) ? [root] : []), ...root.querySelectorAll(selector)];
}

/** A copy of a row as the server sent it. */
function settled(bar) {
  const copy = bar.cloneNode(true);
  delete copy.dataset.sending;
  return copy;
}

function barOf(update) {
  return document.getElementById(`reactions-${update}`);
}

define("trellis-mine", Mine);
