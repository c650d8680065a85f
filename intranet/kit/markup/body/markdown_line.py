"""Writes text with marks as Markdown."""

import re
from collections.abc import Callable, Sequence

from .runs import Mark, Marks, Run, nested
from .writer import opening

_SIGNS = {"strong": "**", "em": "*", "s": "~~"}
_MEANT = re.compile(
    r"[\\`*\[\]<]"  # wherever they stand
    r"|(?<![^\W_])_|_(?![^\W_])"  # not within a word
    r"|~(?=~)|(?<=~)~"
    r"|&(?=#?\w+;)"
    r"|!$"  # a link may follow
)
_BLANK = re.compile(r"[^\S \n]")  # blanks that would be taken away at the end of a line
_NOT_IN_TITLE = re.compile(r"[\[\]|\n\\]")
_START = re.compile(r"^(?:([#>=:|-]|\+(?=\s|$))|(\d{1,9})([.)])(?=\s|$))", re.MULTILINE)


def safe_starts(text: str) -> str:
    """`text` whose lines cannot be taken for headings, lists, quotes or tables."""
    return _START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", text)


class Line:
    """Writes runs in one of two ways: with signs, or, where these would not be understood, with HTML tags."""

    def __init__(self, spell: Callable[[str], str | None] | None, *, in_cell: bool = False, html: bool = False) -> None:
        self.spell = spell
        self.in_cell = in_cell
        self.html = html

    def write(self, runs: Sequence[Run], around: Marks = ()) -> str:
        pieces = []
        for mark, group in nested(runs, around):
            if mark:
                pieces.append(self._mark(mark, group, around))
            elif group[0].text == "\n":
                pieces.append("<br>" if self.in_cell or self.html else "\\\n")
            else:
                pieces.append(self.plain(group[0].text))
        return "".join(pieces)

    def plain(self, text: str) -> str:
        """Text in which nothing is meant as a mark."""
        text = _MEANT.sub(r"\\\g<0>", text)
        text = _BLANK.sub(lambda blank: "&nbsp;" if blank[0] == "\xa0" else f"&#x{ord(blank[0]):x};", text)
        return text.replace("|", "\\|") if self.in_cell else text

    def _mark(self, mark: Mark, group: Sequence[Run], around: Marks) -> str:
        tag, attributes = mark
        if tag == "a":
            return self._link(dict(attributes), group, (*around, mark))
        if tag == "code" and not self.html and len(group) == 1:
            return self._code(group[0].text)
        inner = self.write(group, (*around, mark))
        if tag in _SIGNS and not self.html:
            return f"{_SIGNS[tag]}{inner}{_SIGNS[tag]}"
        return f"{opening(tag, attributes)}{inner}</{tag}>"

    def _code(self, text: str) -> str:
        longest = max(map(len, re.findall("`+", text)), default=0)
        fence = "`" * (longest + 1)
        space = " " if text.startswith("`") or text.endswith("`") else ""
        inner = text.replace("|", "\\|") if self.in_cell else text
        return f"{fence}{space}{inner}{space}{fence}"

    def _link(self, attributes: dict[str, str], group: Sequence[Run], around: Marks) -> str:
        target = _target(attributes)
        spelled = self.spell(target) if self.spell else None
        title, words = attributes.get("data-wanted", ""), "".join(run.text for run in group)
        is_plain = len(group) == 1 and len(group[0].marks) == len(around) and not _NOT_IN_TITLE.search(title + words)
        if title and is_plain and not spelled:
            whole = f"[[{title}]]" if title == words else f"[[{title}|{words}]]"
            return whole.replace("|", "\\|") if self.in_cell else whole
        if self.html:
            return f"{opening('a', attributes)}{self.write(group, around)}</a>"
        return f"[{self.write(group, around)}]({destination(spelled or target)})"


def _target(attributes: dict[str, str]) -> str:
    """How a link names what it leads to."""
    for name in ("page", "person", "file", "wanted"):
        if value := attributes.get(f"data-{name}"):
            part = attributes.get("data-part")
            return f"{name}:{value}#{part}" if part else f"{name}:{value}"
    return attributes["href"]


def destination(target: str) -> str:
    """`target` as it stands in the brackets of a link."""
    target = re.sub(r"&(?=#?\w+;)|[\\<>]", r"\\\g<0>", target)
    return f"<{target}>" if re.search(r"[\s()]", target) else target
