"""What a body speaks of, what is known about it, and what it says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.text import slugify

from .cleaning import blocks_of_stored
from .runs import Run
from .schema import HEADINGS, Block

MOST_SLUG = 80


@dataclass(frozen=True, slots=True)
class Picture:
    """Where a picture can be fetched: at `src` in the size that a page shows, at `large` when somebody enlarges it."""

    src: str
    width: int
    height: int
    srcset: str = ""
    sizes: str = ""
    large: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """Where a file can be fetched; `size` in bytes."""

    address: str
    size: int


def _nowhere(title: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class BodyThings:
    """What the reader of a body may know, by id. What is missing here is shown as plain text."""

    pages: Mapping[int, str] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)
    pictures: Mapping[int, Picture] = field(default_factory=dict)
    files: Mapping[int, File] = field(default_factory=dict)
    wanted: Callable[[str], str | None] = _nowhere  # where one begins to write the page of this title


@dataclass(frozen=True, slots=True)
class BodyRefs:
    """The ids, and the titles of pages nobody has written, that a body names."""

    pages: frozenset[int]
    people: frozenset[int]
    pictures: frozenset[int]
    files: frozenset[int]
    wanted: frozenset[str]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level (2 to 4), the id that it has when it is shown, its text."""

    level: int
    slug: str
    text: str


def things_in(html: str) -> BodyRefs:
    """What the body names."""
    found: dict[str, set[str]] = {name: set() for name in _NAMES}
    for block in every(blocks_of_stored(html)):
        if block.tag == "figure":
            found["data-picture"].add(block.attributes["data-picture"])
        for run in block.runs:
            for tag, attributes in run.marks:
                if tag == "a" and attributes[0][0] in found:
                    found[attributes[0][0]].add(attributes[0][1])
    pages, people, pictures, files = (frozenset(map(int, found[name])) for name in _NAMES[:4])
    return BodyRefs(pages, people, pictures, files, frozenset(found["data-wanted"]))


_NAMES = ("data-page", "data-person", "data-picture", "data-file", "data-wanted")


def parts_of(html: str) -> list[Heading]:
    """The headings in their order, for a list of contents."""
    headings = [block for block in every(blocks_of_stored(html)) if block.tag in HEADINGS]
    texts = [words_of(block.runs) for block in headings]
    return [
        Heading(int(block.tag[1]), slug, text) for block, text, slug in zip(headings, texts, slugs(texts), strict=True)
    ]


def slugs(texts: Sequence[str]) -> Iterator[str]:
    """For each text a short word that can stand in an address, no two the same."""
    used: set[str] = set()
    last: dict[str, int] = {}
    for text in texts:
        base = slugify(text, allow_unicode=True)[:MOST_SLUG].strip("-_") or "part"
        slug = base
        while slug in used:
            last[base] = last.get(base, 1) + 1
            slug = f"{base}-{last[base]}"
        used.add(slug)
        yield slug


def every(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks and all that are in them, in the order in which one reads."""
    for block in blocks:
        yield block
        yield from every(block.blocks)


def words_of(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)


def body_text(html: str) -> str:
    """What the body says, without marks: a line for a paragraph, an empty line between the large blocks."""
    return "\n\n".join(text for block in blocks_of_stored(html) if (text := "\n".join(_lines(block))))


def _lines(block: Block) -> Iterator[str]:
    if block.tag in {"ul", "ol"}:
        for number, item in enumerate(block.blocks, int(block.attributes.get("start", 1))):
            sign = "- " if block.tag == "ul" else f"{number}. "
            for place, line in enumerate(_inner_lines(item)):
                yield (sign if not place else " " * len(sign)) + line
    elif block.tag == "tr":
        yield " | ".join(" ".join(_inner_lines(cell)) for cell in block.blocks)
    elif block.tag == "figure":
        yield from filter(None, [block.attributes["alt"], words_of(block.runs)])
    else:
        yield from _inner_lines(block)


def _inner_lines(block: Block) -> Iterator[str]:
    if block.runs:
        yield from words_of(block.runs).split("\n")
    for inner in block.blocks:
        yield from _lines(inner)
