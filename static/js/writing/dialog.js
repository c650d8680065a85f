import { addressOf } from "./addresses.js";

/** Asks for a link: its address, and its words where none are marked. The form of the page is not touched. */
export function askForLink(dialog, { address, words }) {
  const form = dialog.querySelector("form.form");
  const error = dialog.querySelector(".error");
  const fields = form.elements;
  dialog.querySelector("[data-words]").hidden = words !== undefined;
  fields.address.value = address ?? "";
  document.body.append(dialog);
  dialog.showModal();
  fields.namedItem(words === undefined ? "words" : "address").focus();
  return new Promise((resolve) => {
    let answer;
    form.addEventListener("submit", (event) => {
      const href = addressOf(fields.address.value);
      error.hidden = Boolean(href);
      fields.address.setAttribute("aria-invalid", !href);
      if (href) answer = { href, words: fields.words.value.trim() || fields.address.value.trim() };
      else {
        event.preventDefault();
        fields.address.focus();
      }
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
  });
}
