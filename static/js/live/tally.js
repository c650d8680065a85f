const CALM = 2_000; // ms without anything new, before it is said

/**
 * How many new things there are: at once on the `.pill`, and after a pause in one sentence of the `[role=status]`.
 * The element's `data-one` and `data-many` ("{n} new updates") are the words.
 */
export class Tally {
  constructor(element, signal) {
    this.words = element.dataset;
    this.pill = element.querySelector(".pill");
    this.status = element.querySelector("[role='status']");
    this.untold = 0;
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  show(count) {
    if (count) this.pill.textContent = this.say(count);
    this.pill.hidden = !count;
  }

  tell(count) {
    this.untold += count;
    this.status.textContent = ""; // the same words again would not be read out
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.status.textContent = this.say(this.untold);
      this.untold = 0;
    }, CALM);
  }

  say(count) {
    return count === 1 ? this.words.one : this.words.many.replace("{n}", count);
  }
}
