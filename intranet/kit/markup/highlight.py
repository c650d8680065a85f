"""Colours code, within bounds: lexers are the part of the way that takes longest."""

import re
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, Whitespace

MOST_SPANS = 500  # coloured pieces of a text; what is beyond is shown plain
MOST_CODE = 3_000  # characters of code in a text that are still coloured
STEEP = {  # fewer where the lexer's worst case grows faster than the text; 25 ms each, measured
    **dict.fromkeys(
        ["console", "css", "go", "html", "ini", "javascript", "kotlin", "ruby", "rust", "xml", "yaml"], 1_500
    ),
    **dict.fromkeys(["c", "cpp", "diff", "java", "typescript"], 1_000),
    "csharp": 600,
}
LANGUAGES = {
    name: lexer
    for lexer, names in {
        "python": "python py",
        "pycon": "pycon",
        "javascript": "javascript js",
        "typescript": "typescript ts",
        "json": "json",
        "bash": "bash sh shell zsh",
        "console": "console",
        "powershell": "powershell ps1",
        "sql": "sql",
        "html": "html",
        "xml": "xml",
        "css": "css",
        "yaml": "yaml yml",
        "toml": "toml",
        "ini": "ini",
        "java": "java",
        "kotlin": "kotlin kt",
        "c": "c",
        "cpp": "cpp c++",
        "csharp": "csharp c# cs",
        "go": "go golang",
        "rust": "rust rs",
        "php": "php",
        "ruby": "ruby rb",
        "swift": "swift",
        "diff": "diff patch",
        "docker": "docker dockerfile",
        "django": "django jinja",
    }.items()
    for name in names.split()
}

#: What one text may spend on coloured code: pieces, and shares of what its languages allow.
STORE = {"spans": MOST_SPANS, "share": 1.0}


def coloured(code: str, info: str, store: dict[str, float]) -> list[tuple[str, str]]:
    """`code` as (CSS class or "", text) pieces; one plain piece when the language is not listed or `store` is spent."""
    plain = [("", code)]
    language = LANGUAGES.get(info.split(maxsplit=1)[0].lower()) if info.strip() else None
    if not language or _LONG_BLANK.search(code):
        return plain
    store["share"] -= len(code) / STEEP.get(language, MOST_CODE)
    if store["share"] < 0:
        return plain
    classed = ((_css_class(kind), text) for kind, text in _lexer(language).get_tokens(code))
    pieces = [(css, "".join(text for _, text in run)) for css, run in groupby(classed, key=itemgetter(0))]
    store["spans"] -= sum(bool(css) for css, _ in pieces)
    return pieces if store["spans"] >= 0 else plain


_LONG_BLANK = re.compile(r"\s{60}")  # some lexers read on to the end of a blank from each of its characters


@cache
def _lexer(name: str) -> Lexer:
    return get_lexer_by_name(name, stripnl=False, ensurenl=False)


def _css_class(kind: Any) -> str:
    """The short class name of a kind of token or of its nearest known ancestor; blanks and plain text have none."""
    while kind not in STANDARD_TYPES:
        kind = kind.parent
    return "" if kind in Whitespace else STANDARD_TYPES[kind]
