import { pm } from "./tiptap.js";

/**
 * Pictures and files on their way: each shows where it will stand, how far it is, and in a sentence what went wrong. When
 * it has arrived, a picture becomes a figure and a file a link. `desk` has the addresses, the form and the templates.
 */
export class Uploads {
  constructor(desk) {
    this.desk = desk;
    this.pending = new Set();
    const key = (this.key = new pm.state.PluginKey("uploads"));
    this.plugin = new pm.state.Plugin({
      key,
      view: (view) => (this.view = view) && {},
      state: {
        init: () => pm.view.DecorationSet.empty,
        apply: (tr, places) => {
          const { add, drop } = tr.getMeta(key) ?? {};
          const moved = places.map(tr.mapping, tr.doc);
          if (drop) return moved.remove(moved.find(undefined, undefined, ({ upload }) => upload === drop));
          return add ? moved.add(tr.doc, [add.shown(tr.selection)]) : moved;
        },
      },
      props: {
        decorations: (state) => key.getState(state),
        handlePaste: (_, event) => this.take(event.clipboardData),
        handleDrop: (view, event, _, isMoved) => !isMoved && this.take(event.dataTransfer, pointed(view, event)),
      },
    });
  }

  /** Files that come with a text belong to that text: a word processor adds a picture of what was copied. */
  take({ files, types }, at) {
    if (!files.length || types.includes("text/plain")) return false;
    this.send(files, { at });
    return true;
  }

  /** Sends `files`, all as files if `asFile`; they will stand at `at`, or where one writes. */
  send(files, { at, asFile = false } = {}) {
    for (const file of files) new Upload(this, file, !asFile && file.type.startsWith("image/")).start(at);
  }

  placeOf(upload) {
    return this.key.getState(this.view.state).find(undefined, undefined, (spec) => spec.upload === upload)[0]?.from;
  }

  change(what, tr = this.view.state.tr) {
    if (!this.view.isDestroyed) this.view.dispatch(tr.setMeta(this.key, what));
  }

  /** When nothing is on its way any more. */
  settled() {
    return Promise.all([...this.pending].map((upload) => upload.done));
  }

  stop() {
    for (const upload of this.pending) upload.request.abort();
  }
}

class Upload {
  constructor(uploads, file, isPicture) {
    Object.assign(this, { uploads, file, isPicture });
    this.dom = uploads.desk.copy("upload");
    this.dom.querySelector("[data-name]").textContent = file.name;
    this.dom.addEventListener("click", ({ target }) => {
      const act = target.closest("[data-act]")?.dataset.act;
      if (act === "again") this.post();
      if (act === "drop") this.leave();
      if (act) uploads.view.focus();
    });
  }

  start(at) {
    this.at = at;
    this.uploads.change({ add: this });
    this.post();
  }

  shown({ from }) {
    const spec = { upload: this, side: -1, stopEvent: () => true, ignoreSelection: true };
    return pm.view.Decoration.widget(this.at ?? from, this.dom, spec);
  }

  post() {
    this.tell("");
    const request = (this.request = new XMLHttpRequest());
    const bar = this.dom.querySelector("progress");
    const { desk, pending } = this.uploads;
    pending.add(this);
    request.addEventListener("loadend", () => pending.delete(this));
    this.done = new Promise((resolve) => request.addEventListener("loadend", resolve));
    request.upload.addEventListener("progress", ({ loaded, total }) => (bar.value = (100 * loaded) / total));
    request.addEventListener("load", () => this.answered(request));
    request.addEventListener("error", () => this.tell(this.dom.dataset.failed));
    const form = new FormData();
    form.set("file", this.file);
    request.open("POST", this.isPicture ? desk.dataset.pictures : desk.dataset.files);
    request.setRequestHeader("X-CSRFToken", desk.form.elements.namedItem("csrfmiddlewaretoken")?.value ?? "");
    request.setRequestHeader("Accept", "application/json");
    request.send(form);
  }

  answered({ status, responseText }) {
    const answer = read(responseText);
    if (status === 201 && answer.id) return this.arrived(answer);
    const { failed, large, refused } = this.dom.dataset;
    this.tell(answer.error ?? { 413: large, 403: refused, 401: refused }[status] ?? failed);
  }

  tell(sentence) {
    const place = this.dom.querySelector(".error");
    place.textContent = sentence;
    place.hidden = !sentence;
    this.dom.querySelector("[data-act='again']").hidden = !sentence;
    this.dom.querySelector("progress").hidden = Boolean(sentence);
  }

  arrived(answer) {
    const { view } = this.uploads;
    const at = this.uploads.placeOf(this);
    if (at === undefined || view.isDestroyed) return;
    const tr = this.isPicture ? placed(view.state, at, answer) : named(view.state, at, answer, this.file);
    this.uploads.change({ drop: this }, tr);
  }

  leave() {
    this.request.abort();
    this.uploads.change({ drop: this });
  }
}

/** A figure before the empty paragraph at `at`, in which one writes on, or after the block that is there. */
function placed({ tr, doc, schema }, at, { id, src, width, height }) {
  const { figure, caption } = schema.nodes;
  const node = figure.create({ picture: String(id), src, width, height }, caption.create());
  const $at = doc.resolve(at);
  const isEmpty = $at.parent.type.name === "paragraph" && !$at.parent.content.size;
  const from = !$at.parent.inlineContent ? at : isEmpty ? $at.before() : $at.end();
  return tr.insert(pm.transform.insertPoint(doc, from, figure) ?? doc.content.size, node);
}

function named({ tr, doc, schema }, at, { id, name, address }, file) {
  const link = schema.marks.link.create({ file: String(id), href: address });
  const text = schema.text(name ?? file.name, [link]);
  return doc.resolve(at).parent.inlineContent ? tr.insert(at, text) : tr.insert(at, schema.nodes.paragraph.create(null, text));
}

function pointed(view, { clientX: left, clientY: top }) {
  return view.posAtCoords({ left, top })?.pos;
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
