import { Element, define } from "../lib/element.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * Says how long ago: every `<time datetime>` of the page, also of what arrives later. The title keeps the exact time.
 * `data-now` is the word for less than a minute; a `<time data-exact>` is left alone.
 * In a sentence, `data-spoken`, it is "2 minutes ago" and not "2 min". With `data-left="{n} left"` it says how long still.
 */
class Clock extends Element {
  connect(signal) {
    const language = document.documentElement.lang || undefined;
    // Dates in the reader's own kind of that language: whether the day or the month comes first.
    const own = navigator.languages.find((one) => one.split("-")[0] === language) ?? language;
    this.words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
    this.minutes = new Intl.NumberFormat(language, { style: "unit", unit: "minute", unitDisplay: "short" });
    this.hours = new Intl.NumberFormat(language, { style: "unit", unit: "hour", unitDisplay: "narrow" });
    this.day = new Intl.DateTimeFormat(own, { day: "numeric", month: "short" });
    this.date = new Intl.DateTimeFormat(own, { day: "numeric", month: "short", year: "numeric" });

    const tick = () => document.hidden || this.say(document);
    const timer = setInterval(tick, MINUTE * 1000);
    const watch = new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) if (node.nodeType === 1) this.say(node);
    });
    watch.observe(document.body, { childList: true, subtree: true });
    document.addEventListener("visibilitychange", tick, { signal });
    signal.addEventListener("abort", () => (clearInterval(timer), watch.disconnect()));
    tick();
  }

  say(root) {
    const all = root.matches?.("time") ? [root] : root.querySelectorAll("time[datetime*='T']:not([data-exact])");
    for (const time of all) {
      const when = new Date(time.dateTime);
      if (isNaN(when) || time.dataset.exact !== undefined || !time.dateTime.includes("T")) continue;
      time.title ||= time.textContent.trim();
      const text = time.dataset.left ? this.left(time.dataset.left, when) : this.since(when, Boolean(time.closest("[data-spoken]")));
      if (time.textContent !== text) time.textContent = text;
    }
  }

  left(words, when) {
    const minutes = Math.max(1, Math.ceil((when - Date.now()) / (MINUTE * 1000)));
    return words.replace("{n}", this.minutes.format(minutes));
  }

  since(when, spoken, now = new Date()) {
    const seconds = (now - when) / 1000;
    if (seconds < -MINUTE) return this.ahead(-seconds, when);
    if (seconds < MINUTE) return this.dataset.now ?? "just now";
    const minutes = Math.floor(seconds / MINUTE);
    if (seconds < HOUR) return spoken ? this.words.format(-minutes, "minute") : this.minutes.format(minutes);
    const days = Math.round((midnight(now) - midnight(when)) / (24 * HOUR * 1000));
    const hours = Math.floor(seconds / HOUR);
    if (days === 0 || seconds < 6 * HOUR) return spoken ? this.words.format(-hours, "hour") : spaced(this.hours, hours);
    if (days === 1) return this.words.format(-1, "day");
    return (when.getFullYear() === now.getFullYear() ? this.day : this.date).format(when);
  }

  ahead(seconds, when) {
    if (seconds < HOUR) return this.words.format(Math.ceil(seconds / MINUTE), "minute");
    if (seconds < 24 * HOUR) return this.words.format(Math.round(seconds / HOUR), "hour");
    return this.date.format(when);
  }
}

function midnight(when) {
  return new Date(when.getFullYear(), when.getMonth(), when.getDate());
}

/** The narrow form with air in it: "3 h", not "3h". */
function spaced(format, number) {
  const parts = format.formatToParts(number).filter((part) => part.type !== "literal");
  return parts.map((part) => part.value).join("\u00a0");
}

define("trellis-clock", Clock);
