import { Element, define } from "../lib/element.js";

/** Stands there while the browser is offline, `hidden` otherwise. */
class Offline extends Element {
  connect(signal) {
    const show = () => (this.hidden = navigator.onLine);
    window.addEventListener("online", show, { signal });
    window.addEventListener("offline", show, { signal });
    show();
  }
}

define("trellis-offline", Offline);
