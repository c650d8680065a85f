"""Signs of other wikis (`{% page "/path/" %}`, `{% alert %}` …) spelled out as the Markdown that they stand for.

In code they are text, except that `{% raw %}` is taken off.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from textwrap import dedent
from urllib.parse import quote

_PIECES = re.compile(
    r"""
    (?P<fence>^[ \t]*(?P<sign>`{3,}|~{3,})[^\n]*\n(?:.*?^[ \t]*(?P=sign)[`~]*[ \t]*$|.*\Z))
    | (?P<code>(?P<ticks>(?<!`)`+(?!`))(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`))
    | \{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}
    | \{%-?\s*raw\s*-?%\}(?P<raw>.*?)\{%-?\s*endraw\s*-?%\}
    | \{%-?\s*(?P<tag>[A-Za-z][\w-]*)(?P<words>(?:"[^"\n]*"|'[^'\n]*'|(?!%\}).)*?)-?%\}
    | \{\{(?P<value>[^{}]*|\s*"[^"\n]*"\s*)\}\}
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_LITERAL = re.compile(r"""\{\{\s*(?:"([^"\n]*)"|'([^'\n]*)')\s*\}\}""")
_QUOTED = re.compile(r""""((?:[^"]|"(?!\s*(?:,|$)|\s+["']))*)"|'([^']*)'""")  # quotes inside are common, too
_HEADING_NAME = re.compile(
    r"^([ \t]{0,3}#{1,6}[ \t]+(.+?))[ \t]*\{:?[ \t]*#([\w-]+)[^}\n]*\}[ \t]*#*[ \t]*$", re.MULTILINE
)
_BASES = frozenset({"site.base_url", "site.baseurl", "site.url", "base.baseurl", "baseurl", "pathprefix"})
_TONES = {"info": "NOTE", "warning": "WARNING", "error": "CAUTION", "success": "TIP", "emergency": "CAUTION"}


@dataclass
class Spelled:
    """A text in plain Markdown, and what of it nobody here knows."""

    text: str
    unknown: list[tuple[int, str]] = field(default_factory=list)  # (line, sign), left out
    parts: dict[str, str] = field(default_factory=dict)  # name that its author gave a heading -> what the heading says


def spell_out(text: str) -> Spelled:
    return _Speller().read(text)


class _Speller:
    """Reads from the front; an alert that is open collects what stands in it."""

    def __init__(self) -> None:
        self.open: list[tuple[str, list[str], str]] = []  # (indent, words, what was written before)
        self.written: list[str] = []
        self.unknown: list[tuple[int, str]] = []

    def read(self, text: str) -> Spelled:
        place = 0
        for found in _PIECES.finditer(text):
            self.written.append(text[place : found.start()])
            place = found.end()
            self._piece(found, text)
        self.written.append(text[place:])
        while self.open:  # an alert that nobody closed ends with the text
            self._close()
        parts: dict[str, str] = {}

        def remember(heading: re.Match[str]) -> str:
            parts[heading[3]] = heading[2]
            return heading[1]

        return Spelled(_HEADING_NAME.sub(remember, "".join(self.written)), self.unknown, parts)

    def _piece(self, found: re.Match[str], text: str) -> None:
        if code := found["fence"] or found["code"]:
            self.written.append(_LITERAL.sub(lambda literal: literal[1] or literal[2] or "", _RAW.sub("", code)))
        elif found["raw"] is not None:
            self.written.append(found["raw"])
        elif found["value"] is not None:
            self._value(found, text)
        elif found["tag"]:
            self._tag(found, text)

    def _value(self, found: re.Match[str], text: str) -> None:
        if literal := _LITERAL.fullmatch(found[0]):
            self.written.append(literal[1] or literal[2] or "")
        elif found["value"].strip() not in _BASES:
            self._missing(found, text)

    def _tag(self, found: re.Match[str], text: str) -> None:
        tag = found["tag"]
        words = [one or other for one, other in _QUOTED.findall(found["words"])]
        if tag == "alert":
            self.open.append((_indent(text, found.start()), words, "".join(self.written)))
            self.written = []
        elif tag == "endalert" and self.open:
            self._close()
        elif (written := _WRITTEN.get(tag)) and (said := written(words, _indent(text, found.start()))) is not None:
            self.written.append(said)
        else:
            self._missing(found, text)

    def _missing(self, found: re.Match[str], text: str) -> None:
        self.unknown.append((text.count("\n", 0, found.start()) + 1, " ".join(found[0].split())))

    def _close(self) -> None:
        indent, words, before = self.open.pop()
        heading, level = [*words, "", ""][:2]
        inner = dedent("".join(self.written)).strip("\n").rstrip()
        lines = [f"[!{_TONES.get(level, 'NOTE')}]", *([f"**{heading}**", ""] if heading else []), *inner.split("\n")]
        quoted = "\n".join(f"{indent}> {line}".rstrip() for line in lines)
        self.written = [before.rstrip(" \t"), f"\n{quoted}\n\n"]


def _indent(text: str, start: int) -> str:
    """The blanks before a sign that stands first in its line."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return line if not line.strip() else ""


def _address(path: str) -> str:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", path):
        return quote(path, safe="%/:?#[]@!$&'*+,;=~.-_")
    return "/" + quote(path.strip().lstrip("/"), safe="%/:?#@!$&'*+,;=~.-_")


def _page(words: list[str], indent: str) -> str | None:
    return _address(words[0]) if words else None


def _picture(words: list[str], indent: str) -> str | None:
    if not words:
        return None
    alt = words[-1] if len(words) > 1 else ""
    escaped = re.sub(r"([\\\[\]*_`<&])", r"\\\1", " ".join(alt.split()))
    return f"\n\n{indent}![{escaped}]({_address(words[0])})\n\n{indent}"


def _channel(words: list[str], indent: str) -> str | None:
    if not words:
        return None
    name = "#" + words[0].lstrip("#")
    return f"{words[1]} ({name})" if len(words) > 1 else name


_WRITTEN: dict[str, Callable[[list[str], str], str | None]] = {
    "page": _page,
    "link": _page,
    "download": _page,
    "image": _picture,
    "image_with_class": _picture,
    "slack_channel": _channel,
}
