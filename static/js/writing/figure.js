import { Node, pm } from "./tiptap.js";

const inert = document.implementation.createHTMLDocument("");

/**
 * A picture of the house with its caption: `<figure data-picture><img alt><figcaption>`. In the editor a field beside it
 * asks what it shows. `copy` makes a copy of its template.
 */
export const figure = (copy) =>
  Node.create({
    name: "figure",
    group: "block",
    content: "caption",
    isolating: true,
    draggable: true,

    addAttributes() {
      const ofImage = (name) => ({
        default: null,
        parseHTML: (element) => element.querySelector("img")?.getAttribute(name) ?? null,
      });
      return {
        picture: { default: null, parseHTML: (element) => element.dataset.picture },
        src: ofImage("src"),
        alt: { ...ofImage("alt"), default: "" },
        width: ofImage("width"),
        height: ofImage("height"),
      };
    },

    parseHTML() {
      return [{ tag: "figure[data-picture]" }];
    },

    renderHTML({ node }) {
      const { picture, ...shown } = node.attrs;
      const dom = inert.createElement("figure"); // there, nothing is fetched
      dom.dataset.picture = picture;
      dom.append(imageWith(inert.createElement("img"), shown));
      return { dom, contentDOM: dom };
    },

    addNodeView() {
      return ({ node, view, getPos }) => new FigureView(node, view, getPos, copy());
    },
  });

/** The line below a picture. Enter goes on after it. */
export const Caption = Node.create({
  name: "caption",
  content: "inline*",
  isolating: true,

  parseHTML() {
    return [{ tag: "figcaption", context: "figure/" }];
  },

  renderHTML() {
    return ["figcaption", 0];
  },

  addKeyboardShortcuts() {
    const within = ({ state }) => state.selection.$from.parent.type === this.type;
    return {
      Enter: ({ editor }) => {
        if (!within(editor)) return false;
        const after = editor.state.selection.$from.after(-1);
        return editor.chain().insertContentAt(after, { type: "paragraph" }).focus(after + 1).run();
      },
      Backspace: ({ editor }) => {
        const { $from, empty } = editor.state.selection;
        if (!within(editor) || !empty || $from.parentOffset) return false;
        return editor.commands.setNodeSelection($from.before(-1));
      },
    };
  },
});

function imageWith(image, attributes) {
  for (const [name, value] of Object.entries(attributes)) if (value !== null) image.setAttribute(name, value);
  return image;
}

class FigureView {
  constructor(node, view, getPos, dom) {
    this.dom = dom;
    this.image = dom.querySelector("img");
    this.field = dom.querySelector("input");
    this.contentDOM = dom.appendChild(document.createElement("div"));
    this.contentDOM.className = "editor-caption";
    this.image.addEventListener("click", () => this.choose(view, getPos()));
    this.field.addEventListener("input", () => {
      view.dispatch(view.state.tr.setNodeAttribute(getPos(), "alt", this.field.value));
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault(); // Enter would send the form
      const { state } = view;
      view.dispatch(state.tr.setSelection(pm.state.TextSelection.near(state.doc.resolve(getPos() + 2))));
      view.focus();
    });
    this.update(node);
  }

  choose(view, at) {
    view.dispatch(view.state.tr.setSelection(pm.state.NodeSelection.create(view.state.doc, at)));
    view.focus();
  }

  update(node) {
    if (node.type.name !== "figure") return false;
    const { picture, alt, ...shown } = node.attrs;
    imageWith(this.image, shown);
    this.image.alt = alt;
    if (this.field.value !== alt) this.field.value = alt;
    this.dom.toggleAttribute("data-undescribed", !alt.trim());
    return true;
  }

  stopEvent(event) {
    return event.target === this.field || event.target.localName === "label";
  }

  ignoreMutation(change) {
    return !this.contentDOM.contains(change.target);
  }
}
