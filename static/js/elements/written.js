import { Element, define } from "../lib/element.js";
import { shelfOf, store } from "../lib/shelf.js";

/** The server has the final text that was written at `data-address`, so this browser need not keep its copy. */
class DraftDone extends Element {
  connect() {
    const shelf = shelfOf(this.dataset.person, this.dataset.address);
    if (shelf) store((storage) => storage.removeItem(shelf));
  }
}

define("trellis-draft-done", DraftDone);
