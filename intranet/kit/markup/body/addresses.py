"""Which links a body may have, and how they are stored."""

import re

import nh3
from markdown_it.common.normalize_url import normalizeLink

from intranet.kit.markup.addresses import MOST_ADDRESS, SCHEMES, is_safe_address

MOST_TITLE = 200  # characters of the title of a wanted page
NUMBER = re.compile(r"[1-9][0-9]{0,17}")
PART = re.compile(r"[\w-]{1,100}")
Link = tuple[tuple[str, str], ...]


def link_of(attributes: dict[str, str]) -> Link:
    """The attributes of a link as they are stored; none when it may not stay. Our own things go before an address."""
    for name in ("data-page", "data-person", "data-file"):
        if NUMBER.fullmatch(attributes.get(name, "")):
            part = attributes.get("data-part", "")
            with_part = name == "data-page" and PART.fullmatch(part)
            return ((name, attributes[name]), ("data-part", part)) if with_part else ((name, attributes[name]),)
    if title := " ".join(attributes.get("data-wanted", "").split())[:MOST_TITLE].strip():
        return (("data-wanted", title),)
    address = safe_address(attributes.get("href", ""))
    return (("href", address),) if address else ()


def safe_address(written: str) -> str:
    """`written` in the form in which it is stored, or nothing when a link may not lead there."""
    written = written.strip()
    if not written or len(written) > MOST_ADDRESS:
        return ""
    try:
        address = written if is_safe_address(written) else normalizeLink(written)
    except (ValueError, UnicodeError):
        return ""
    return address if len(address) <= MOST_ADDRESS and is_safe_address(address) and _passes(address) else ""


def _passes(address: str) -> bool:
    """Does the second gate think so too? It knows more of what cannot be the name of a host."""
    return "href" in _gate.clean(f'<a href="{address.replace("&", "&amp;")}">')


_gate = nh3.Cleaner(tags={"a"}, attributes={"a": {"href"}}, url_schemes=set(SCHEMES), link_rel=None)
