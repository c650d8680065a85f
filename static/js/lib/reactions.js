/** The row of reactions under an update, as the browser changes it. */

/** One more (`by` 1) or fewer (-1) of a sign, before the server says so. The first makes a chip, the last takes it away. */
export function count(bar, sign, by) {
  const sample = bar.querySelector(`.signs [data-sign="${sign}"]`);
  const chip = chipOf(bar, sign) ?? place(bar, sample);
  const number = chip.querySelector("span");
  number.textContent = Number(number.textContent) + by;
  chip.setAttribute("aria-label", `${sample.getAttribute("aria-label")}, ${number.textContent}`);
  if (number.textContent === "0") chip.remove();
}

/** `fresh` takes the place of `bar`; the focus stays on the same sign, and an open menu stays open. */
export function put(bar, fresh) {
  const focused = bar.contains(document.activeElement) ? document.activeElement : null;
  const isChosen = focused?.closest(".signs");
  const isOpen = bar.querySelector(".menu").open;
  bar.replaceWith(fresh);
  fresh.querySelector(".menu").open = isOpen;
  if (isChosen && isOpen) fresh.querySelector(`.signs [data-sign="${focused.dataset.sign}"]`).focus({ preventScroll: true });
  else if (focused) focusOn(fresh, focused.dataset.sign, focused.matches(".who"));
}

/** The chip of a sign, or the button that adds one when there is no such chip; or the link to who reacted. */
export function focusOn(bar, sign, isWho = false) {
  const target = isWho ? bar.querySelector(".who") : chipOf(bar, sign);
  (target ?? bar.querySelector("summary")).focus({ preventScroll: true });
}

/** Whether `bar` shows the update as it was at the same time as in `other`, or later. */
export function isAsNew(bar, other) {
  return Number(bar.dataset.version) >= Number(other.dataset.version);
}

function chipOf(bar, sign) {
  return sign && bar.querySelector(`:scope > [data-sign="${sign}"]`);
}

function place(bar, sample) {
  const chip = sample.cloneNode(true);
  chip.className = "chip";
  delete chip.dataset.tooltip;
  const number = document.createElement("span");
  number.textContent = 0;
  chip.append(" ", number);
  const order = [...sample.parentElement.children].map((button) => button.dataset.sign);
  const later = order.slice(order.indexOf(sample.dataset.sign) + 1);
  const next = [...bar.querySelectorAll(":scope > [data-sign]")].find((one) => later.includes(one.dataset.sign));
  (next ?? bar.querySelector(".menu")).before(chip);
  return chip;
}
