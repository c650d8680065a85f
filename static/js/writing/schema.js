import { Callout, CodeBlock, Heading, OrderedList, Table, TableCell, TableHeader } from "./blocks.js";
import { Caption, figure } from "./figure.js";
import { Link } from "./link.js";
import * as tiptap from "./tiptap.js";

/** Keys as they stand on a keyboard: `<kbd>`. */
const Kbd = tiptap.Mark.create({
  name: "kbd",
  parseHTML: () => [{ tag: "kbd" }],
  renderHTML: () => ["kbd", 0],
});

/** Code in the line may also be bold, or a link. */
const Code = tiptap.Code.extend({ excludes: "" });

/** All that a long text may hold, and how one writes it. `copyFigure` copies the template of a picture. */
export function extensions({ placeholder, copyFigure, keys, plugins }) {
  return [
    tiptap.Document,
    tiptap.Paragraph,
    tiptap.Text,
    tiptap.HardBreak,
    Heading,
    tiptap.Bold,
    tiptap.Italic,
    tiptap.Strike,
    Code,
    Kbd,
    tiptap.Subscript,
    tiptap.Superscript,
    Link,
    tiptap.BulletList,
    OrderedList,
    tiptap.ListItem,
    tiptap.Blockquote,
    Callout,
    CodeBlock,
    tiptap.HorizontalRule,
    Table,
    tiptap.TableRow,
    TableHeader,
    TableCell,
    figure(copyFigure),
    Caption,
    tiptap.History,
    tiptap.Dropcursor.configure({ color: false, class: "editor-drop", width: 2 }),
    tiptap.Gapcursor,
    tiptap.TrailingNode,
    tiptap.Placeholder.configure({ placeholder }),
    // What is offered takes its keys before the desk does.
    tiptap.Extension.create({ name: "deskPlugins", priority: 2_000, addProseMirrorPlugins: () => plugins }),
    tiptap.Extension.create({ name: "deskKeys", priority: 1_500, addKeyboardShortcuts: () => keys }),
  ];
}
