"""The lines between `---` above a text, which say what it is about."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

_FENCED = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_NAME = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:")
_PLAIN_LINE = re.compile(r"([A-Za-z_][\w-]*):[ \t]+(.+)")
_OPENED = re.compile(r"\A(?:---[ \t]*\n[ \t]*(?=\S)|\s+---[ \t]*\n(?=[A-Za-z_][\w-]*[ \t]*:))")
_FITS = re.compile(r"[A-Za-z_][^:]*:(?:\s|\Z)|[\"'?\s#{}\[\]-]|\Z")
UNCLOSED = "front matter stands between two lines of ---, of which the first is the first of the file"
NO_FIELD = "no line such as “name: value”; a value with a colon, a bracket or a quotation mark stands in quotes"


@dataclass
class FrontMatter:
    """What stands above a text: fields as they were typed, the text, and the number of its first line."""

    fields: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    first_line: int = 1
    lines: dict[str, int] = field(default_factory=dict)  # where each field stands in its file
    wrong: str = ""  # why it could not be read; its plain lines were all the same, if it was closed
    wrong_line: int = 0


def split(source: str) -> FrontMatter:
    """Every value is text as it was typed, or lists and tables of such: "No" is a title and no answer."""
    found = _FENCED.match(source)
    if not found:
        opened = _OPENED.match(source)
        line = source[: opened.end()].rstrip().count("\n") + 1 if opened else 0
        return FrontMatter(text=source, wrong=UNCLOSED if opened else "", wrong_line=line)
    first_line = source.count("\n", 0, found.end()) + 1
    text = source[found.end() :]
    numbered = ((number, _NAME.match(line)) for number, line in enumerate(found[1].splitlines(), start=2))
    lines: dict[str, int] = {name[1]: number for number, name in numbered if name}
    try:
        fields = yaml.load(found[1], Loader=yaml.BaseLoader)  # noqa: S506 (makes nothing but text, lists and tables)
    except yaml.YAMLError as error:
        typed = (_PLAIN_LINE.fullmatch(line.rstrip()) for line in found[1].splitlines())
        plain = {line[1]: line[2].strip("\"'") for line in typed if line}
        return FrontMatter(plain, text, first_line, lines, NO_FIELD, _line_of(error, found[1]))
    if not isinstance(fields, dict | None):
        return FrontMatter({}, text, first_line, lines, NO_FIELD, 2)
    return FrontMatter(fields or {}, text, first_line, lines)


def words(fields: dict[str, Any], name: str) -> str:
    """One value as one line of text; "" when there is none."""
    value = fields.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def listed(fields: dict[str, Any], name: str) -> list[str]:
    """A list of texts; a single text is split at its commas."""
    value = fields.get(name)
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        return []
    return [text for each in value if isinstance(each, str) and (text := " ".join(each.split()))]


def _line_of(error: yaml.YAMLError, written: str) -> int:
    """Where in its file one looks for the mistake: the first line that is no field, or what YAML stumbled over."""
    for number, line in enumerate(written.splitlines(), start=2):
        if not _FITS.match(line):
            return number
    began = str(getattr(error, "context", "")).startswith("while parsing a flow")
    mark = getattr(error, "context_mark" if began else "problem_mark", None)
    return mark.line + 2 if mark else 2
