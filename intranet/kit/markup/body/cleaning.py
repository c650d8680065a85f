"""The whole way of a body from what somebody sent to what is stored."""

from collections.abc import Sequence
from functools import lru_cache

from django.utils.safestring import SafeString

from intranet.kit.markup.gates import stored

from .blocks import Flow
from .gates import of_bodies
from .pasted import as_lists
from .reader import Element, read
from .runs import Run, collapsed, paragraphs
from .schema import Block
from .writer import Writer, weight

MOST = 12_000  # weight of the tags of a body; one with more is nothing a person wrote and loses all but its words


def clean_body(html: str) -> SafeString:
    """The one form in which a body is stored, whatever was sent; cleaning it again changes nothing.

    Its length is the caller's business; the time grows with it in a straight line.
    """
    return written(blocks_in(html))


def written(blocks: Sequence[Block]) -> SafeString:
    return stored(of_bodies.clean(Writer().write(blocks)))


def blocks_in(html: str) -> list[Block]:
    """The blocks of any HTML, new and free to be changed."""
    return blocks_of(read(html))


@lru_cache(maxsize=32)
def blocks_of_stored(html: str) -> Sequence[Block]:
    """The blocks of a body, for reading only: a page asks for its text, its parts and its links in turn."""
    return tuple(blocks_in(html))


def blocks_of(tree: Element) -> list[Block]:
    as_lists(tree)
    flow = Flow()
    flow.walk(tree.children)
    blocks = flow.end()
    return blocks if weight(blocks) <= MOST else _words_only(blocks)


def _words_only(blocks: Sequence[Block]) -> list[Block]:
    """Paragraphs without marks, and from some number on a single one; signs that HTML knows become their likenesses."""
    lines = [Run(collapsed(text.translate(_LIKENESS))) for block in blocks for text in _texts(block)]
    kept = MOST // 4
    few = [Block("p", runs=runs) for run in lines[:kept] for runs in paragraphs([run])]
    rest = paragraphs([each for run in lines[kept:] for each in (run, Run(" "))])
    return [*few, *(Block("p", runs=runs) for runs in rest)]


_LIKENESS = str.maketrans({"&": "＆", "<": "‹", ">": "›", "\xa0": " "})


def _texts(block: Block) -> list[str]:
    own = "".join(run.text for run in block.runs)
    return [text for text in [own, *(text for inner in block.blocks for text in _texts(inner))] if text]
