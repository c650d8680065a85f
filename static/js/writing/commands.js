/** What each tool does: `run` with a chain that has the focus, `isOn` says whether it is in force. */

const mark = (name) => ({ run: (chain) => chain.toggleMark(name), isOn: (editor) => editor.isActive(name) });
const heading = (level) => ({
  run: (chain) => chain.toggleHeading({ level }),
  isOn: (editor) => editor.isActive("heading", { level }),
});
const plain = (run) => ({ run });

export const COMMANDS = {
  heading2: heading(2),
  heading3: heading(3),
  heading4: heading(4),
  bold: mark("bold"),
  italic: mark("italic"),
  strike: mark("strike"),
  code: mark("code"),
  bulletList: { run: (chain) => chain.toggleBulletList(), isOn: (editor) => editor.isActive("bulletList") },
  orderedList: { run: (chain) => chain.toggleOrderedList(), isOn: (editor) => editor.isActive("orderedList") },
  blockquote: { run: (chain) => chain.toggleBlockquote(), isOn: (editor) => editor.isActive("blockquote") },
  callout: { run: (chain) => chain.toggleWrap("callout"), isOn: (editor) => editor.isActive("callout") },
  codeBlock: { run: (chain) => chain.toggleCodeBlock(), isOn: (editor) => editor.isActive("codeBlock") },
  rule: plain((chain) => chain.setHorizontalRule()),
  table: plain((chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true })),
  page: plain((chain) => chain.insertContent("[[")),
  person: plain((chain) => chain.command(({ tr }) => tr.insertText(beginsWord(tr.selection) ? "@" : " @"))),
  undo: plain((chain) => chain.undo()),
  redo: plain((chain) => chain.redo()),

  rowAfter: plain((chain) => chain.addRowAfter()),
  columnAfter: plain((chain) => chain.addColumnAfter()),
  headerRow: plain((chain) => chain.toggleHeaderRow()),
  deleteRow: plain((chain) => chain.deleteRow()),
  deleteColumn: plain((chain) => chain.deleteColumn()),
  deleteTable: plain((chain) => chain.deleteTable()),
  language: plain((chain, value) => chain.updateAttributes("codeBlock", { language: value || null })),
  tone: plain((chain, value) => chain.updateAttributes("callout", { tone: value })),
  liftCallout: plain((chain) => chain.lift("callout")),
  unlink: plain((chain) => chain.unsetMark("link", { extendEmptyMarkRange: true })),
  deleteFigure: plain((chain) => chain.command(({ tr }) => tr.delete(...figureOf(tr.selection)))),
};

/** From where to where: of the picture that is chosen, or in whose caption one writes. */
function figureOf({ node, from, to, $from }) {
  return node ? [from, to] : [$from.before(-1), $from.after(-1)];
}

function beginsWord({ $from }) {
  return /(^|[\s(])$/.test($from.parent.textBetween(0, $from.parentOffset, null, "\ufffc"));
}
