import { Element, define } from "../lib/element.js";

/** Closes `details.menu` on Escape, on a press outside, and when the focus leaves. Empty, it looks after the whole page. */
class Menu extends Element {
  connect(signal) {
    const root = this.firstElementChild ? this : document;
    const open = () => root.querySelectorAll("details.menu[open]");
    const closeWithout = (target) => {
      for (const menu of open()) if (!menu.contains(target)) menu.open = false;
    };
    document.addEventListener("pointerdown", (event) => closeWithout(event.target), { signal });
    document.addEventListener("focusin", (event) => closeWithout(event.target), { signal });
    document.addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Escape") return;
        for (const menu of open()) {
          menu.open = false;
          menu.querySelector("summary").focus();
          event.stopPropagation();
        }
      },
      { signal },
    );
  }
}

define("trellis-menu", Menu);
