"""@people and #tags: what their names look like, and where they lead."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markdown_it.token import Token

from intranet.kit.declarations import gathered

from .addresses import is_safe_address

# Marks (accents, vowel signs) belong to the letter before them, though `\w` does not count them.
_MARKS = "".join(chr(point) for point in range(0x300, 0xFE00) if unicodedata.category(chr(point)) in {"Mn", "Mc"})
# Possessive runs (`*+`) never step back, so a long run is read once. A sign inside a word or an address is just text.
_SIGN = re.compile(
    rf"(?<![\w@#/&+={_MARKS}])"
    rf"(?:@(?P<handle>[A-Za-z0-9][A-Za-z0-9._-]*+)(?![\w@{_MARKS}])|#(?P<tag>\w[\w{_MARKS}-]*+))"
)
_TAG = re.compile(rf"\w[\w{_MARKS}-]{{1,49}}")


def normal_tag(name: str) -> str | None:
    """The one spelling under which a tag is stored (NFKC, case folded), or None when `name` cannot be a tag.

    A tag has 2 to 50 letters, digits, `_` or `-`, at least one letter among them, and neither begins nor ends with `-`.
    """
    normal = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).rstrip("-")
    # Some single characters unfold into whole phrases with spaces, so the grammar is asked after, not before.
    return normal if _TAG.fullmatch(normal) and any(letter.isalpha() for letter in normal) else None


class Name(NamedTuple):
    """A sign found in a text: where it stands, and the name that a resolver would know."""

    start: int
    end: int
    sign: str
    name: str


def find_signs(text: str, start: int = 0) -> Iterator[Name]:
    """The signs in `text` from `start` on; what is before counts only as the neighbour of the first."""
    for match in _SIGN.finditer(text, start):
        if handle := match["handle"]:
            handle = handle.rstrip(".-")  # a full stop after a name ends the sentence, not the name
            if len(handle) <= 39:
                yield Name(match.start(), match.start() + 1 + len(handle), "@", handle.lower())
        else:
            typed = match["tag"].rstrip("-")
            if len(typed) <= 50 and (name := normal_tag(typed)):
                yield Name(match.start(), match.start() + 1 + len(typed), "#", name)


def signs_in(tokens: Iterable[Token]) -> Iterator[Token]:
    """Those that the parser has cut out."""
    return (child for token in tokens for child in token.children or () if child.type == "sign")


def addresses_of(signs: Iterable[Token]) -> dict[str, dict[str, str]]:
    """Where the names lead, by sign; a name that nobody knows, or whose address we would not link, is missing."""
    wanted: dict[str, set[str]] = {}
    for token in signs:
        wanted.setdefault(token.markup, set()).add(token.meta["name"])
    links = gathered("links", "LINKS") if wanted else {}
    found = {sign: links[sign](names) for sign, names in wanted.items() if sign in links}
    return {
        sign: {name: address for name, address in addresses.items() if is_safe_address(address)}
        for sign, addresses in found.items()
    }
