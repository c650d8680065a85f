import { CodeBlock as Code, Heading as Headed, InputRule, Node, OrderedList as Ordered } from "./tiptap.js";
import { Table as Rows, TableCell as Cell, TableHeader as Head } from "./tiptap.js";
import { textblockTypeInputRule, wrappingInputRule } from "./tiptap.js";

const TONES = ["note", "tip", "important", "warning", "caution"];

/** Headings of three levels below the title. What comes from elsewhere with others gets the nearest. */
export const Heading = Headed.extend({
  addOptions() {
    return { ...this.parent?.(), levels: [2, 3, 4] };
  },

  addAttributes() {
    return { level: { default: 2, rendered: false } };
  },

  parseHTML() {
    const levels = { h1: 2, h2: 2, h3: 3, h4: 4, h5: 4, h6: 4 };
    return Object.entries(levels).map(([tag, level]) => ({ tag, attrs: { level } }));
  },

  addInputRules() {
    const signs = [/^##?\s$/, /^###\s$/, /^####\s$/];
    return signs.map((find, index) =>
      textblockTypeInputRule({ find, type: this.type, getAttributes: { level: index + 2 } }),
    );
  },
});

/** Numbered by figures alone, from any number. */
export const OrderedList = Ordered.extend({
  addNodeView: null,

  addAttributes() {
    return { start: { default: 1, parseHTML: (element) => Number.parseInt(element.getAttribute("start"), 10) || 1 } };
  },

  addInputRules() {
    const getAttributes = ([, number]) => ({ start: Number(number) });
    const joinPredicate = ([, number], node) => node.childCount + node.attrs.start === Number(number);
    return [wrappingInputRule({ find: /^(\d{1,4})[.)]\s$/, type: this.type, getAttributes, joinPredicate })];
  },
});

/** Code of a language: `<pre data-language>`. */
export const CodeBlock = Code.extend({
  addOptions() {
    return { ...this.parent?.(), enableTabIndentation: true };
  },

  addAttributes() {
    return {
      language: {
        default: null,
        parseHTML: (element) => element.dataset.language || null,
        renderHTML: ({ language }) => ({ "data-language": language }),
      },
    };
  },

  renderHTML({ HTMLAttributes }) {
    return ["pre", HTMLAttributes, ["code", 0]];
  },
});

/** A frame around what deserves attention: `<aside data-tone>`. `[!TIP] ` at the beginning of a paragraph makes one. */
export const Callout = Node.create({
  name: "callout",
  group: "block",
  content: "block+",
  defining: true,

  addAttributes() {
    return {
      tone: {
        default: "note",
        parseHTML: ({ dataset }) => (TONES.includes(dataset.tone) ? dataset.tone : "note"),
        renderHTML: ({ tone }) => ({ "data-tone": tone }),
      },
    };
  },

  parseHTML() {
    return [{ tag: "aside[data-tone]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["aside", HTMLAttributes, 0];
  },

  /** While one writes, it is a note in the text and no part of the page. */
  addNodeView() {
    return ({ node }) => {
      const dom = document.createElement("aside");
      dom.setAttribute("role", "note");
      const update = (now) => {
        if (now.type !== node.type) return false;
        dom.dataset.tone = now.attrs.tone;
        return true;
      };
      update(node);
      return { dom, contentDOM: dom, update };
    };
  },

  addInputRules() {
    const make = ({ state, range, match, chain }) => {
      const isQuoted = state.selection.$from.node(-1).type.name === "blockquote";
      const steps = chain().deleteRange(range);
      if (isQuoted) steps.lift("blockquote");
      steps.wrapIn(this.name, { tone: match[1].toLowerCase() }).run();
    };
    return [new InputRule({ find: new RegExp(`^\\[!(${TONES.join("|")})\\]\\s$`, "i"), handler: make })];
  },
});

const CELL = { colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null, rendered: false } };

/** A table that scrolls in its own frame. Its columns have the widths they need. */
export const Table = Rows.extend({
  addNodeView() {
    return () => {
      const dom = document.createElement("div");
      const table = document.createElement("table");
      const contentDOM = document.createElement("tbody");
      dom.className = "table-scroll";
      table.append(contentDOM);
      dom.append(table);
      return { dom, contentDOM };
    };
  },

  renderHTML() {
    return ["table", ["tbody", 0]];
  },
});

export const TableCell = Cell.extend({ addAttributes: () => CELL });
export const TableHeader = Head.extend({ addAttributes: () => CELL });
