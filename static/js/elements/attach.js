import { Element, define } from "../lib/element.js";

/**
 * The list of what goes with a text: files are sent as they are chosen in the form's `input[type=file]`, pasted into it
 * or dropped on it, one after the other, and the form carries their numbers. `data-pictures` and `data-files` are the
 * addresses they are sent to, `data-most` says how many there may be. Tells the form of each change by `trellis:attached`.
 */
class Attach extends Element {
  connect(signal) {
    this.signal = signal;
    this.queue = Promise.resolve();
    const on = (type, handler, options) => this.form.addEventListener(type, handler.bind(this), { signal, ...options });
    this.input.addEventListener("change", () => this.chosen(), { signal });
    on("paste", (event) => this.take(event, event.clipboardData));
    on("dragover", this.over);
    on("dragleave", ({ relatedTarget }) => this.form.contains(relatedTarget) || this.away());
    on("drop", (event) => this.take(event, event.dataTransfer));
    on("submit", this.submitted, { capture: true });
    this.addEventListener("click", this.pressed.bind(this), { signal });
    this.addEventListener("input", () => this.tell(), { signal });
  }

  get form() {
    return this.closest("form");
  }

  get input() {
    return this.form.querySelector("input[type='file']");
  }

  get list() {
    return this.querySelector(".attached");
  }

  get isBusy() {
    return Boolean(this.list.querySelector("[data-sending]"));
  }

  /** What is there, as it can be kept and put back. */
  get state() {
    return [...this.list.querySelectorAll("[data-id]")].map((item) => ({
      kind: item.dataset.kind,
      id: item.dataset.id,
      name: item.querySelector("[data-name]").textContent,
      src: item.querySelector("img")?.getAttribute("src"),
      alt: item.querySelector("input[type='text']")?.value,
      bytes: item.querySelector("[data-bytes]")?.textContent,
    }));
  }

  set state(things) {
    this.list.replaceChildren();
    for (const thing of things) {
      const item = this.item(thing.kind, thing.name);
      this.arrived(item, thing);
      const [alt, bytes] = [item.querySelector("input[type='text']"), item.querySelector("[data-bytes]")];
      if (alt) alt.value = thing.alt ?? "";
      if (bytes) bytes.textContent = thing.bytes ?? "";
    }
  }

  chosen() {
    this.add([...this.input.files]);
    this.input.value = "";
  }

  over(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    this.form.dataset.over = "";
  }

  away() {
    delete this.form.dataset.over;
  }

  /** Files that come with a text belong to that text: a word processor adds a picture of what was copied. */
  take(event, from) {
    this.away();
    if (!from?.files.length || from.types.includes("text/plain")) return;
    event.preventDefault();
    this.add([...from.files]);
  }

  add(files) {
    const most = Number(this.dataset.most);
    const room = most - this.list.children.length;
    this.say(files.length > room ? this.sentence("many").replace("{n}", most) : "");
    for (const file of files.slice(0, Math.max(0, room))) {
      const kind = /^image\/(png|jpeg|gif|webp)$/.test(file.type) ? "pictures" : "files";
      const item = this.item(kind, file.name);
      const bytes = item.querySelector("[data-bytes]");
      if (bytes) bytes.textContent = sizeOf(file.size);
      item.file = file;
      this.enqueue(item);
    }
    this.tell();
  }

  item(kind, name) {
    const copy = document.importNode(this.querySelector(`template[data-kind="${kind}"]`).content, true);
    const item = copy.querySelector("li");
    for (const place of item.querySelectorAll("[data-name]")) place.textContent = name;
    this.list.append(item);
    return item;
  }

  enqueue(item) {
    item.dataset.sending = "";
    item.querySelector("progress").hidden = false;
    this.sayOf(item, "");
    // What goes wrong with one must not keep back those after it.
    this.queue = this.queue.then(() => item.isConnected && this.send(item)).catch(() => this.failed(item));
  }

  send(item) {
    return new Promise((done) => {
      const request = (item.request = new XMLHttpRequest());
      const body = new FormData();
      body.append("csrfmiddlewaretoken", this.form.elements.namedItem("csrfmiddlewaretoken").value);
      body.append("file", item.file);
      const bar = item.querySelector("progress");
      request.upload.addEventListener("progress", ({ loaded, total }) => (bar.value = (100 * loaded) / total));
      request.addEventListener("loadend", () => {
        done();
        delete item.dataset.sending;
        bar.hidden = true;
        this.answered(item, request);
      });
      this.signal.addEventListener("abort", () => request.abort());
      request.open("POST", this.dataset[item.dataset.kind]);
      request.setRequestHeader("Accept", "application/json");
      request.send(body);
    });
  }

  failed(item) {
    delete item.dataset.sending;
    item.querySelector("progress").hidden = true;
    item.querySelector("[data-again]").hidden = false;
    this.sayOf(item, this.sentence("lost"));
    this.tell();
  }

  answered(item, request) {
    if (!item.isConnected) return;
    let said = {};
    try {
      said = JSON.parse(request.responseText);
    } catch {
      // no sentence came
    }
    if (request.status === 201) {
      this.arrived(item, said);
      this.say("");
    } else {
      this.sayOf(item, said.error ?? this.sentence("lost"));
      item.querySelector("[data-again]").hidden = [413, 422].includes(request.status);
    }
    this.tell();
  }

  arrived(item, { id, src, name, width, height }) {
    item.dataset.id = id;
    const box = item.querySelector("input[type='checkbox']");
    Object.assign(box, { value: id, checked: true, disabled: false });
    for (const place of item.querySelectorAll("[data-name]")) place.textContent = name;
    const image = item.querySelector("img");
    if (image) Object.assign(image, { src }, width && { width, height });
    const alt = item.querySelector("input[type='text']");
    if (alt) alt.name = `alt-${id}`;
  }

  pressed({ target }) {
    const item = target.closest("li");
    if (target.closest("[data-again]")) this.enqueue(item);
    if (!target.closest("[data-remove]")) return;
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.request?.abort();
    item.remove();
    this.say("");
    this.tell();
    (next?.querySelector("[data-remove]") ?? this.input).focus();
  }

  submitted(event) {
    if (!this.isBusy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.say(this.sentence("wait"));
  }

  tell() {
    this.form.dispatchEvent(new CustomEvent("trellis:attached", { bubbles: true }));
  }

  sentence(name) {
    return this.querySelector(":scope > .error").dataset[name];
  }

  say(sentence) {
    write(this.querySelector(":scope > .error"), sentence);
  }

  sayOf(item, sentence) {
    write(item.querySelector(".error"), sentence);
  }
}

function write(place, sentence) {
  place.textContent = sentence;
  place.hidden = !sentence;
}

function sizeOf(bytes) {
  const [size, unit] = bytes < 1e6 ? [Math.ceil(bytes / 1024), "kilobyte"] : [bytes / 1024 / 1024, "megabyte"];
  const options = { style: "unit", unit, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(document.documentElement.lang || undefined, options).format(size);
}

define("trellis-attach", Attach);
