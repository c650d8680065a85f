"""A body without some of the pictures and files that it names."""

from collections.abc import Collection, Sequence

from django.utils.safestring import SafeString

from .cleaning import blocks_in, clean_body, written
from .runs import Mark, Run
from .schema import Block


def without(html: str, *, pictures: Collection[int] = (), files: Collection[int] = ()) -> SafeString:
    """The body without these pictures, and with the words alone of the links to these files."""
    blocks = _left(blocks_in(html), set(map(str, pictures)), set(map(str, files)))
    return clean_body(written(blocks))


def _left(blocks: Sequence[Block], pictures: set[str], files: set[str]) -> list[Block]:
    left = [block for block in blocks if block.tag != "figure" or block.attributes["data-picture"] not in pictures]
    for block in left:
        block.runs = [_unlinked(run, files) for run in block.runs]
        block.blocks = _left(block.blocks, pictures, files)
    return left


def _unlinked(run: Run, files: set[str]) -> Run:
    return Run(run.text, tuple(mark for mark in run.marks if not _leads_to(mark, files)))


def _leads_to(mark: Mark, files: set[str]) -> bool:
    tag, attributes = mark
    return tag == "a" and attributes[0][0] == "data-file" and attributes[0][1] in files
