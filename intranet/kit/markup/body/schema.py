"""What a body is made of."""

import re
from dataclasses import dataclass, field

from .runs import Run

TONES = ("note", "tip", "important", "warning", "caution")
LANGUAGE = re.compile(r"[a-z0-9][a-z0-9+#._-]{0,29}")
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
LISTS = frozenset({"ul", "ol"})


@dataclass(slots=True)
class Block:
    """A block with either text in it, or other blocks; the item of a list and the cell of a table may have both."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)


def as_blocks(item: Block) -> list[Block]:
    """What stands in an item or a cell, with its text as a paragraph."""
    return [Block("p", runs=item.runs), *item.blocks] if item.runs else item.blocks


def unwrapped(item: Block) -> Block:
    """A single paragraph, with nothing but lists behind it, is the item's own text."""
    first, *rest = item.blocks
    if first.tag == "p" and all(block.tag in LISTS for block in rest):
        return Block("li", runs=first.runs, blocks=rest)
    return item


def cell_of(tag: str, blocks: list[Block]) -> Block:
    """A cell; a single paragraph is its own text."""
    if len(blocks) == 1 and blocks[0].tag == "p":
        return Block(tag, runs=blocks[0].runs)
    return Block(tag, blocks=blocks)
