"""Makes the blocks of a body out of whatever tree was read: one schema, one form for each thing that can be said."""

import re
from collections.abc import Sequence

from .addresses import NUMBER
from .reader import BLOCKS, PARTS, Element
from .runs import Marks, Run, collapsed, marked, paragraphs, strong
from .schema import HEADINGS, LANGUAGE, LISTS, TONES, Block, as_blocks, cell_of, unwrapped
from .tables import caption_of, table_of

NESTED = 12  # lists, quotes and call-outs in each other; what is deeper stands in the last of them

_FOREIGN_TONES = {
    **{f"markdown-alert-{tone}": tone for tone in TONES},
    "confluence-information-macro-information": "note",
    "confluence-information-macro-note": "warning",
    "confluence-information-macro-tip": "tip",
    "confluence-information-macro-warning": "caution",
}
_FOREIGN_PANELS = {"info": "note", "note": "note", "success": "tip", "warning": "warning", "error": "caution"}
_TITLES = frozenset({"callout-title", "markdown-alert-title"})  # the words that showing puts there by itself
_LANGUAGE_CLASS = re.compile(r"(?:^|\s)(?:language|lang|highlight-source)-(\S+)")


class Flow:
    """Collects the blocks of one container."""

    def __init__(self, depth: int = 0, in_cell: bool = False) -> None:
        self.depth = depth
        self.in_cell = in_cell
        self.found: list[Block] = []
        self.language = ""  # that the surroundings name for the code in them
        self._runs: list[Run] = []
        self._orphans: Block | None = None  # the list that was made for items without one

    def walk(self, nodes: Sequence[Element | str], marks: Marks = ()) -> None:
        for node in nodes:
            if isinstance(node, str):
                self._runs.append(Run(collapsed(node), marks))
            elif node.tag == "br":
                self._runs.append(Run("\n", marks))
            elif node.tag in BLOCKS or node.tag in PARTS or node.tag == "img":
                self._block(node, marks)
            else:
                self.walk(node.children, marked(node, marks))

    def end(self) -> list[Block]:
        """All blocks, once everything has been walked through."""
        self._end_paragraph()
        return self.found

    def _end_paragraph(self) -> None:
        if self._runs:
            self.found += [Block("p", runs=runs) for runs in paragraphs(self._runs)]
            self._runs = []

    def _block(self, node: Element, marks: Marks) -> None:
        classes = set(node.attributes.get("class", "").split())
        if (node.tag == "img" and "data-picture" not in node.attributes) or classes & _TITLES:
            return
        self._end_paragraph()
        self._make(node, classes, marks)
        self._end_paragraph()

    def _make(self, node: Element, classes: set[str], marks: Marks) -> None:
        tag = node.tag
        if tag in HEADINGS:
            self.found += [Block(HEADINGS[tag], runs=runs) for runs in _one_line(node, marks)]
        elif tag in LISTS:
            self._list(node, marks)
        elif tag == "li":
            self._orphan(node, marks)
        elif tag == "pre":
            self.found += _code(node, self.language)
        elif tag == "hr":
            self._add(Block("hr"))
        elif tag == "table" and not self.in_cell and self.depth < NESTED:
            self._table(node, marks)
        elif tag in {"figure", "img"} and NUMBER.fullmatch(node.attributes.get("data-picture", "")):
            self._add(_figure(node))
        elif tone := _tone(node, classes):
            self._container(Block("aside", {"data-tone": tone}), node, marks)
        elif tag == "blockquote":
            self._container(Block("blockquote"), node, marks)
        elif of_code := _LANGUAGE_CLASS.search(node.attributes.get("class", "")):
            self.language = of_code[1]
            self.walk(node.children, marks)
            self.language = ""
        else:
            self.walk(node.children, strong(marks) if tag in {"dt", "summary"} else marks)

    def _add(self, block: Block) -> None:
        self.found.append(block)

    def inner(self, node: Element, marks: Marks, in_cell: bool = False) -> list[Block]:
        flow = Flow(self.depth + 1, self.in_cell or in_cell)
        flow.walk(node.children, marks)
        return flow.end()

    def _container(self, block: Block, node: Element, marks: Marks) -> None:
        block.blocks = self.inner(node, marks)
        if self.depth >= NESTED:
            self.found += block.blocks
        elif block.blocks:
            self._add(block)

    def _list(self, node: Element, marks: Marks) -> None:
        made = Block(node.tag, _start(node))
        for child in node.children:
            if isinstance(child, Element) and child.tag in LISTS and made.blocks:
                made.blocks[-1].blocks += self.inner(Element("", children=[child]), marks)
            elif isinstance(child, Element) and child.tag == "li":
                made.blocks += self._item(child, marks)
            elif not isinstance(child, str) or child.strip():
                made.blocks += self._item(Element("li", children=[child]), marks)
        if self.depth >= NESTED:
            self.found += [block for item in made.blocks for block in as_blocks(item)]
        elif made.blocks:
            self._add(made)

    def _item(self, node: Element, marks: Marks) -> list[Block]:
        blocks = self.inner(node, marks)
        return [unwrapped(Block("li", blocks=blocks))] if blocks else []

    def _orphan(self, node: Element, marks: Marks) -> None:
        """An item without a list stands in one with those before it."""
        items = self._item(node, marks)
        if self._orphans and self.found and self.found[-1] is self._orphans:
            self._orphans.blocks += items
        elif items:
            self._orphans = Block("ul", blocks=items)
            self._add(self._orphans)

    def _table(self, node: Element, marks: Marks) -> None:
        for caption in caption_of(node):
            self.walk(caption.children, marks)
            self._end_paragraph()
        self.found += table_of(node, lambda cell: cell_of(cell.tag, self.inner(cell, marks, in_cell=True)))


def _start(node: Element) -> dict[str, str]:
    start = node.attributes.get("start", "").strip()
    if node.tag != "ol" or not re.fullmatch(r"[0-9]{1,9}", start) or int(start) == 1:
        return {}
    return {"start": str(int(start))}


def _tone(node: Element, classes: set[str]) -> str:
    """Which call-out it is, here or where it was copied; nothing if it is none."""
    if node.tag == "aside" and "data-tone" in node.attributes:
        tone = node.attributes["data-tone"].strip().lower()
        return tone if tone in TONES else "note"
    if panel := node.attributes.get("data-panel-type"):
        return _FOREIGN_PANELS.get(panel, "note")
    return next((tone for name, tone in _FOREIGN_TONES.items() if name in classes), "")


def _one_line(node: Element, marks: Marks) -> list[list[Run]]:
    """The text of `node` as one line, or none at all."""
    runs: list[Run] = []
    _gather(node, marks, runs)
    return paragraphs(runs)


def _gather(node: Element, marks: Marks, runs: list[Run]) -> None:
    for child in node.children:
        if isinstance(child, str):
            runs.append(Run(collapsed(child), marks))
        elif child.tag in BLOCKS or child.tag in PARTS or child.tag == "br":
            runs.append(Run(" ", marks))
            _gather(child, marks, runs)
            runs.append(Run(" ", marks))
        else:
            _gather(child, marked(child, marks), runs)


def _code(node: Element, around: str) -> list[Block]:
    pieces: list[str] = []
    language = _find_language(node, around)
    _gather_code(node, pieces)
    text = re.sub(r"^(?:[ \t]*\n)+", "", "".join(pieces)).rstrip()
    return [Block("pre", {"data-language": language} if language else {}, [Run(text)])] if text else []


def _gather_code(node: Element, pieces: list[str]) -> None:
    for child in node.children:
        if isinstance(child, str):
            pieces.append(child)
        elif child.tag == "br":
            pieces.append("\n")
        else:
            whole_line = child.tag in BLOCKS or child.tag in PARTS
            if whole_line and pieces and not pieces[-1].endswith("\n"):
                pieces.append("\n")
            _gather_code(child, pieces)
            if whole_line and pieces and not pieces[-1].endswith("\n"):
                pieces.append("\n")


def _find_language(node: Element, around: str) -> str:
    inner = [child for child in node.children if isinstance(child, Element) and child.tag == "code"]
    for element in (node, *inner[:1]):
        about = element.attributes
        of_class = _LANGUAGE_CLASS.search(about.get("class", ""))
        for word in (about.get("data-language"), of_class and of_class[1], about.get("lang")):
            if word and LANGUAGE.fullmatch(word.lower()):
                return word.lower()
    return around.lower() if LANGUAGE.fullmatch(around.lower()) else ""


def _figure(node: Element) -> Block:
    image = node if node.tag == "img" else _first(node, "img")
    caption = _first(node, "figcaption")
    alt = " ".join(image.attributes.get("alt", "").split()) if image else ""
    lines = _one_line(caption, ()) if caption else []
    return Block("figure", {"data-picture": node.attributes["data-picture"], "alt": alt}, lines[0] if lines else [])


def _first(node: Element, tag: str) -> Element | None:
    for child in node.children:
        if isinstance(child, Element):
            found = child if child.tag == tag else _first(child, tag)
            if found:
                return found
    return None
