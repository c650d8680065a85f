"""The files of a folder as the pages that they will be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .front_matter import split, words
from .report import Kind, Report
from .tags import spell_out

ENDINGS = frozenset({".md", ".markdown"})
OWN = ("index.md", "_index.md", "readme.md", "index.markdown")  # the text of the folder itself, the first that there is
MOST_BYTES = 2 * 1024 * 1024
MOST_TITLE = 255
OURS = "trellis"  # the field by which an export of ours is known

_FIRST_HEADING = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)|\A\s*([^\n#>`-][^\n]*)\n=+[ \t]*(?:\n|\Z)")
_MARKS = re.compile(r"[*_`]|!?\[([^\]]*)\]\([^)]*\)")


@dataclass
class Source:
    """A page as it lies in the folder: a Markdown file, or a folder with or without a file of its own."""

    path: str  # of its file; a folder without one ends with a slash
    address: str  # where a site would show it, without slashes at its ends; "" is the top
    is_section: bool
    title: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    written: str = ""  # the text as it stands in its file
    first_line: int = 1  # of that
    lines: dict[str, int] = field(default_factory=dict)  # where each field stands in the file
    wrong: str = ""  # why its front matter could not be read
    wrong_line: int = 0
    parts: dict[str, str] = field(default_factory=dict)  # name of a heading that its author gave -> what it says
    pointer: str = ""  # where it only leads to
    is_ours: bool = False
    children: list["Source"] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What it is known by from one import to the next."""
        return f"{self.address}/" if self.is_section else self.path

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]

    def everything(self) -> Iterator["Source"]:
        """It and all below it, as one reads."""
        yield self
        for child in self.children:
            yield from child.everything()


def read_folder(root: Path, report: Report) -> Source:
    """The folder as one section with all in it. Hidden folders, and those that begin with `_`, hold no pages."""
    return _read_section(root, root, None, report) or Source("/", "", is_section=True)


def natural(name: str) -> list[tuple[int, int, str]]:
    """Sorts "play-2" before "play-10"."""
    pieces = re.split(r"(\d+)", name.casefold())
    return [(0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces if piece]


def _read_section(root: Path, folder: Path, own: Path | None, report: Report) -> Source | None:
    """None when no page is in the folder."""
    address = _relative(root, folder)
    entries = sorted((each for each in folder.iterdir() if not each.is_symlink()), key=lambda each: natural(each.name))
    files = {each.name: each for each in entries if each.is_file() and each.suffix.lower() in ENDINGS}
    folders = {each.name: each for each in entries if each.is_dir() and each.name[0] not in "._"}
    inside = {name.lower(): name for name in files}
    if first := next((inside[name] for name in OWN if name in inside), None):
        own = files.pop(first)  # before a file beside the folder that is named like it, which then is an article
    children = []
    for name, inner in folders.items():
        twin = next((files[name + ending] for ending in sorted(ENDINGS) if name + ending in files), None)
        if section := _read_section(root, inner, twin, report):
            children.append(section)
            if twin and section.path == _relative(root, twin):
                del files[twin.name]
    if not (own or children or files):
        return None
    children += [child for file in files.values() if (child := _read_file(root, file, report))]
    section = (own and _read_file(root, own, report)) or Source(f"{address}/".lstrip("/") or "/", address, True)
    section.address, section.is_section = address, True
    section.title = section.title or named_like(folder.name)
    section.pointer = ""  # a folder is a place, whatever else its file says
    section.children = sorted(children, key=_place)
    return section


def _read_file(root: Path, file: Path, report: Report) -> Source | None:
    path = _relative(root, file)
    if file.stat().st_size > MOST_BYTES:
        report.add(Kind.REFUSED, path, f"larger than {MOST_BYTES // 1024 // 1024} MB")
        return None
    try:
        written = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    except UnicodeDecodeError:
        report.add(Kind.REFUSED, path, "not written in UTF-8")
        return None
    front = split(written)
    source = Source(
        path, path[: -len(file.suffix)], False, fields=front.fields, first_line=front.first_line, lines=front.lines
    )
    source.wrong, source.wrong_line = front.wrong, front.wrong_line
    source.is_ours = OURS in front.fields
    source.text = source.written = front.text
    if not source.is_ours:
        _spell_out(source, report)
    source.pointer = words(front.fields, "redirect_to")
    _name(source, file, report)
    return source


def _spell_out(source: Source, report: Report) -> None:
    spelled = spell_out(source.text)
    source.text, source.parts = spelled.text, spelled.parts
    for line, sign in spelled.unknown:
        report.add(Kind.SIGN, source.path, sign, line + source.first_line - 1)


def _name(source: Source, file: Path, report: Report) -> None:
    """Its title: what the front matter says, or the first heading, or the name of the file."""
    title = words(source.fields, "title")
    if found := None if source.is_ours else _FIRST_HEADING.match(source.text):
        heading = " ".join(_MARKS.sub(lambda mark: mark[1] or "", found[1] or found[2]).split())
        if not title or title.casefold() == heading.casefold():
            title = title or heading
            source.text = source.text[found.end() :]
    if len(title) > MOST_TITLE:
        report.add(Kind.VALUE, source.path, f"title longer than {MOST_TITLE} characters, cut")
    named = file.parent.name if file.name.lower() in OWN else file.stem
    source.title = title[:MOST_TITLE].strip() or named_like(named)


def named_like(name: str) -> str:
    """A title made of the name of a file: "travel-and-leave" is "Travel and leave"."""
    title = " ".join(re.sub(r"[-_]+", " ", name).split())
    return title[:1].upper() + title[1:] if title[:1].isalpha() else title


def _place(source: Source) -> tuple[int, list[tuple[int, int, str]]]:
    """Where it stands among its neighbours: as it says itself, or by its name."""
    position = words(source.fields, "position")
    return (int(position) if position.isdecimal() else 10**9, natural(source.address.rpartition("/")[2]))


def _relative(root: Path, path: Path) -> str:
    relative = path.relative_to(root).as_posix()
    return "" if relative == "." else relative
