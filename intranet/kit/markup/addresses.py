"""Which addresses a link may have, and where in a text a bare one ends."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from linkify_it import LinkifyIt

SCHEMES = frozenset({"http", "https", "mailto"})
MOST_ADDRESS = 2_000  # characters of an address that is found in a text


def is_safe_address(address: str) -> bool:
    """May a link lead there? http, https and mailto may, and paths of this site that begin with a single slash.

    Only printable ASCII (the parser has percent-encoded the rest), so that nothing invisible hides a scheme; no
    backslash, which browsers read as a slash; no name or password before the host, which would pass for the host.
    """
    if not _PRINTABLE.fullmatch(address):
        return False
    if address.startswith("/"):
        return not address.startswith("//")
    try:
        parts = urlsplit(address)
        if parts.scheme == "mailto":
            return bool(parts.path)
        return parts.scheme in SCHEMES and bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return False


_PRINTABLE = re.compile(r"[!#-;=?-\[\]^_a-z{|}~]+")  # without space, quote, backslash, backtick and angle brackets


def leads_outside(address: str) -> bool:
    """Is it on another site?"""
    there, here = urlsplit(address), urlsplit(settings.SITE_URL)
    return there.scheme in {"http", "https"} and (there.scheme, there.netloc) != (here.scheme, here.netloc)


def build_finder() -> LinkifyIt:
    """Finds http, https, mailto, e-mail addresses and `www.` in text; other words with dots are not addresses."""
    finder = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": True})
    finder.add("ftp:", None).add("//", None)
    # The library's own pattern looks for closing brackets to the end of the text, again for each opening one.
    finder.add("http:", {"validate": _address_after_scheme}).add("https:", "http:")
    return finder.add("www.", {"validate": _address_after_www, "normalize": _with_scheme})


def _address_after_scheme(finder: LinkifyIt, text: str, position: int) -> int:
    return _length(_AFTER_SCHEME.match(text, position))


def _address_after_www(finder: LinkifyIt, text: str, position: int) -> int:
    return _length(_AFTER_WWW.match(text, position))


def _with_scheme(finder: LinkifyIt, found: Any) -> None:
    found.url = "http://" + found.url


_REST = rf"[^\s<>\"`]{{0,{MOST_ADDRESS}}}+(?![^\s<>\"`])"
_AFTER_SCHEME = re.compile(rf"//[\w\[](?:{_REST})")
_AFTER_WWW = re.compile(rf"[a-z0-9-]{{1,63}}+\.[a-z0-9](?:{_REST})", re.IGNORECASE)


def _length(found: re.Match[str] | None) -> int:
    """How much of what was found is the address: not the sentence's full stop, nor the end of a bracket around it."""
    if not found:
        return 0
    address = found[0]
    unopened = {close: address.count(close) - address.count(opening) for opening, close in ("()", "[]", "{}")}
    while address.endswith(_AFTER_ADDRESS) or unopened.get(address[-1], 0) > 0:
        if address[-1] in unopened:
            unopened[address[-1]] -= 1
        address = address[:-1]
    return len(address)


_AFTER_ADDRESS = tuple(".,:;!?'*_~|»“”’…。、，")
