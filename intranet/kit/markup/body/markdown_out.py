"""Writes a body as Markdown from which the same body can be read again.

Each large block is read back before it is believed. What Markdown cannot say stands there as HTML, on one line.
"""

import re
from collections.abc import Callable, Sequence

from .cleaning import blocks_of_stored
from .markdown_in import blocks_of_markdown, is_too_much
from .markdown_line import Line, destination, safe_starts
from .schema import LISTS, Block, as_blocks
from .writer import Writer, weight

Spell = Callable[[str], str | None]

MOST_WEIGHT = 8_000  # of the tags of a body; a heavier one is written as HTML, for reading it back takes long


def markdown_of(html: str, spell: Spell | None = None) -> str:
    """The body as Markdown; `spell` may say how a target (`page:12#part`, `file:9` …) is written instead."""
    blocks = blocks_of_stored(html)
    if weight(blocks) > MOST_WEIGHT:
        return "\n\n".join(map(_as_html, blocks))
    pieces = [_first_true(block, previous, spell) for block, previous in _with_previous(blocks)]
    markdown = "\n\n".join(pieces) + "\n" if pieces else ""
    return "\n\n".join(map(_as_html, blocks)) if is_too_much(markdown) else markdown


def _with_previous(blocks: Sequence[Block]) -> list[tuple[Block, str]]:
    """Each block with the sign of the list before it, which a list of the same kind must not repeat."""
    found: list[tuple[Block, str]] = []
    sign = ""
    for block in blocks:
        found.append((block, sign))
        sign = _sign(block, sign) if block.tag in LISTS else ""
    return found


def _sign(block: Block, previous: str) -> str:
    first, second = ("-", "*") if block.tag == "ul" else (".", ")")
    return second if previous == first else first


def _first_true(block: Block, previous: str, spell: Spell | None) -> str:
    """The nicest spelling that means the same."""
    for careful in (False, True):
        if _means(_Spelling(careful).block(block, previous), block):
            return _Spelling(careful, spell).block(block, previous)
    return _as_html(block)


def _means(markdown: str, block: Block) -> bool:
    return blocks_of_markdown(markdown) == [block]


def _as_html(block: Block) -> str:
    return Writer().block(block).replace("\n", "&#10;")


class _Spelling:
    """Writes blocks; a careful one reads each small block back, too."""

    def __init__(self, careful: bool, spell: Spell | None = None) -> None:
        self.careful = careful
        self.spell = spell

    def line(self, block: Block, in_cell: bool = False) -> str:
        """The text of the block with its marks."""
        nice = Line(self.spell, in_cell=in_cell)
        if self.careful:
            paragraph = Block("p", runs=block.runs)
            if not _means(safe_starts(Line(None).write(block.runs)), paragraph):
                nice = Line(self.spell, in_cell=in_cell, html=True)
        return nice.write(block.runs)

    def all(self, blocks: Sequence[Block]) -> str:
        return "\n\n".join(self.block(block, previous) for block, previous in _with_previous(blocks))

    def block(self, block: Block, previous: str = "") -> str:
        match block.tag:
            case "p":
                return safe_starts(self.line(block))
            case "h2" | "h3" | "h4":
                return "#" * int(block.tag[1]) + " " + re.sub(r"#$", r"\\#", self.line(block))
            case "ul" | "ol":
                return self.list(block, _sign(block, previous))
            case "blockquote":
                return _behind("> ", self.all(block.blocks))
            case "aside":
                return _behind("> ", f"[!{block.attributes['data-tone'].upper()}]\n{self.all(block.blocks)}")
            case "pre":
                return _fence(block)
            case "hr":
                return "***"
            case "figure" if not any(run.marks for run in block.runs):
                return self.picture(block)
            case "table" if _is_plain(block):
                return self.table(block)
        return _as_html(block)

    def list(self, block: Block, sign: str) -> str:
        items: list[str] = []
        tight = all(item.runs or item.blocks[0].tag in LISTS for item in block.blocks)
        for number, item in enumerate(block.blocks, int(block.attributes.get("start", "1"))):
            mark = f"{sign} " if block.tag == "ul" else f"{number}{sign} "
            text = [safe_starts(self.line(item))] if item.runs else []
            inner = [self.block(each, previous) for each, previous in _with_previous(item.blocks)]
            items.append(_behind(" " * len(mark), ("\n" if tight else "\n\n").join(text + inner), mark))
        return ("\n" if tight else "\n\n").join(items)

    def picture(self, block: Block) -> str:
        alt = Line(None).plain(block.attributes["alt"])
        caption = re.sub(r'([\\"&<>])', r"\\\1", "".join(run.text for run in block.runs))
        title = f' "{caption}"' if caption else ""
        target = f"picture:{block.attributes['data-picture']}"
        spelled = self.spell(target) if self.spell else None
        return f"![{alt}]({destination(spelled or target)}{title})"

    def table(self, block: Block) -> str:
        rows = [row for section in block.blocks for row in section.blocks]
        lines = ["| " + " | ".join(self.cell(cell) for cell in row.blocks) + " |" for row in rows]
        return "\n".join([lines[0], "|" + " --- |" * len(rows[0].blocks), *lines[1:]])

    def cell(self, block: Block) -> str:
        return "<br><br>".join(self.line(paragraph, in_cell=True) for paragraph in as_blocks(block))


def _behind(prefix: str, text: str, first: str = "") -> str:
    """Each line behind the prefix, the first behind its own."""
    begin, *rest = text.split("\n")
    return "\n".join([(first or prefix) + begin, *((prefix + line).rstrip() for line in rest)])


def _fence(block: Block) -> str:
    code = block.runs[0].text
    longest = max(map(len, re.findall(r"`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{block.attributes.get('data-language', '')}\n{code}\n{fence}"


def _is_plain(table: Block) -> bool:
    """One row of headings, and cells that hold nothing but paragraphs."""
    head, *body = table.blocks
    if head.tag != "thead" or len(head.blocks) != 1:
        return False
    headings = head.blocks[0].blocks
    cells = [cell for section in body for row in section.blocks for cell in row.blocks]
    return (
        all(cell.attributes == {"scope": "col"} for cell in headings)
        and all(cell.tag == "td" and not cell.attributes for cell in cells)
        and all(inner.tag == "p" for cell in [*headings, *cells] for inner in cell.blocks)
    )
