import { Element, define } from "../lib/element.js";

/**
 * A form with a photo: drop or paste it into `.dropzone`, see it before it is sent, see how far it is.
 * `data-most` is the limit in bytes; `data-large`, `data-type` and `data-failed` are the sentences for what went wrong.
 */
class Photo extends Element {
  connect(signal) {
    this.form = this.querySelector("form") ?? this.closest("form");
    this.input = this.querySelector("input[type='file']");
    this.zone = this.querySelector(".dropzone") ?? this;
    if (!this.input || !this.form) return;
    this.signal = signal;
    this.input.addEventListener("change", () => this.chosen(), { signal });
    this.form.addEventListener("submit", (event) => this.submit(event), { signal });
    document.addEventListener("paste", (event) => this.take(event, event.clipboardData), { signal });
    for (const type of ["dragenter", "dragover"]) this.zone.addEventListener(type, (event) => this.over(event), { signal });
    for (const type of ["dragleave", "drop"]) {
      this.zone.addEventListener(type, () => delete this.zone.dataset.over, { signal });
    }
    this.zone.addEventListener("drop", (event) => this.take(event, event.dataTransfer), { signal });
    signal.addEventListener("abort", () => URL.revokeObjectURL(this.picture));
  }

  over(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    this.zone.dataset.over = "";
  }

  take(event, from) {
    if (!from?.files.length) return;
    event.preventDefault();
    this.input.files = from.files;
    this.chosen();
  }

  chosen() {
    const [file] = this.input.files;
    this.say(file ? this.wrong(file) : "");
    if (!file || this.problem) return;
    URL.revokeObjectURL(this.picture);
    this.picture = URL.createObjectURL(file);
    const place = this.querySelector(".avatar");
    const image = this.querySelector("img") ?? document.createElement("img");
    image.alt = "";
    image.src = this.picture;
    if (!image.isConnected) place?.replaceChildren(image);
  }

  wrong(file) {
    const types = this.input.accept.split(",").map((type) => type.trim()).filter(Boolean);
    const fits = (type) => file.type === type || (type.endsWith("/*") && file.type.startsWith(type.slice(0, -1)));
    if (types.length && !types.some(fits)) return this.dataset.type ?? "This is not a picture that can be shown here.";
    const most = Number(this.dataset.most) || Infinity;
    if (file.size <= most) return "";
    const size = new Intl.NumberFormat(document.documentElement.lang || undefined, {
      style: "unit",
      unit: "megabyte",
      maximumFractionDigits: 1,
    }).format(most / 1024 / 1024);
    return (this.dataset.large ?? "This picture is too large; at most {size}.").replace("{size}", size);
  }

  say(problem) {
    this.problem = problem;
    this.input.setCustomValidity(problem);
    const place = this.querySelector(".error") ?? document.createElement("p");
    if (!place.isConnected) {
      place.className = "error";
      place.setAttribute("role", "alert");
      this.input.after(place);
    }
    place.textContent = problem;
    place.hidden = !problem;
  }

  submit(event) {
    if (!this.input.files.length || event.defaultPrevented) return;
    event.preventDefault();
    if (this.sending) return;
    const request = (this.sending = new XMLHttpRequest());
    const bar = this.querySelector("progress");
    const shown = bar?.closest("[hidden]");
    if (shown) shown.hidden = false;
    request.upload.addEventListener("progress", ({ loaded, total }) => bar && (bar.value = (100 * loaded) / total));
    request.addEventListener("load", () => this.answered(request));
    request.addEventListener("error", () => this.failed());
    request.addEventListener("loadend", () => {
      this.sending = undefined;
      if (shown) shown.hidden = true;
    });
    this.signal.addEventListener("abort", () => request.abort());
    request.open("POST", this.form.action);
    request.setRequestHeader("HX-Request", "true");
    request.send(new FormData(this.form, event.submitter));
  }

  /** The server says where to go next, or in plain text what is wrong. */
  answered(request) {
    const next = request.getResponseHeader("HX-Redirect");
    if (next) return location.assign(next);
    if (request.status < 300 && request.responseURL !== this.form.action) return location.assign(request.responseURL);
    const says = request.getResponseHeader("Content-Type")?.startsWith("text/plain");
    this.failed(says ? request.responseText : undefined);
  }

  failed(problem = this.dataset.failed ?? "The picture did not arrive. Try again.") {
    this.say(problem);
    this.input.setCustomValidity("");
  }
}

define("trellis-photo", Photo);
