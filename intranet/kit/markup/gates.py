"""Sanitises. The only file of the house that does, and the only one that calls `mark_safe`.

Two gates stand one behind the other, bleach and nh3: they know the same short list of tags, attributes and classes, but
share no code.
"""

import html
import re
from threading import local

import nh3
from bleach.sanitizer import Cleaner
from django.utils.safestring import SafeString, mark_safe
from pygments.token import STANDARD_TYPES

from .addresses import SCHEMES, is_safe_address

# --- The allow-list of both gates ---------------------------------------------------------------
OUTSIDE = "noopener noreferrer nofollow"  # `rel` of every link that leaves the house
TAGS = frozenset(["p", "br", "strong", "em", "s", "a", "code", "pre", "span", "ul", "ol", "li", "blockquote"])
ATTRIBUTES = {"a": frozenset({"href", "rel", "class"}), "ol": frozenset({"start"})}
CLASSES = {
    "a": frozenset({"mention", "tag"}),
    "pre": frozenset({"highlight"}),
    "span": frozenset(STANDARD_TYPES.values()) - {""},
}

# Control characters, and the marks that turn the reading direction of what follows: never shown, never stored.
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
BROKEN = re.compile(r"[\ud800-\udfff]")  # halves of characters, which cannot be written as UTF-8


def safe(rendered: str) -> SafeString:
    """What the gates leave of it; templates show it as it is."""
    return mark_safe(through_both(rendered))


def through_both(rendered: str) -> str:
    """Both gates, one after the other. Passing them again changes nothing."""
    return second_gate.clean(first_gate().clean(rendered))


def first_gate() -> Cleaner:
    """This thread's bleach cleaner: its parser keeps state while it works, so threads must not share one."""
    if not hasattr(_of_thread, "cleaner"):
        _of_thread.cleaner = Cleaner(tags=TAGS, attributes=_bleach_attribute, protocols=SCHEMES, strip_comments=True)
    return _of_thread.cleaner


def _bleach_attribute(tag: str, name: str, value: str) -> bool:
    return _attribute_may_stay(tag, name, html.unescape(value))  # bleach hands attributes over as they are written


def _nh3_attribute(tag: str, name: str, value: str) -> str | None:
    return value if _attribute_may_stay(tag, name, value) else None


def _attribute_may_stay(tag: str, name: str, value: str) -> bool:
    if name == "class":
        return bool(value) and tag in CLASSES and CLASSES[tag].issuperset(value.split(" "))
    if name not in ATTRIBUTES.get(tag, ()):
        return False
    if name == "href":
        return is_safe_address(value)
    if name == "rel":
        return value == OUTSIDE
    return value.isascii() and value.isdigit() and len(value) <= 9  # the `start` of a numbered list


_of_thread = local()
second_gate = nh3.Cleaner(
    tags=set(TAGS),
    attributes={tag: set(names - {"class"}) for tag, names in ATTRIBUTES.items()},
    allowed_classes={tag: set(names) for tag, names in CLASSES.items()},
    attribute_filter=_nh3_attribute,
    url_schemes=set(SCHEMES),
    link_rel=None,
)


def stored(html: str) -> SafeString:
    """HTML that came out of gates or was written by :mod:`body`; only these and :mod:`kit.fields` may say so."""
    return mark_safe(html)


def plain_text(source_html: str) -> str:
    """The text of rendered HTML as one line, for previews and titles. It is no HTML: templates escape it as usual."""
    spaced = _BLOCK_END.sub(" ", BROKEN.sub("\ufffd", source_html))
    return " ".join(html.unescape(nh3.clean(spaced, tags=set(), attributes={})).split())


_BLOCK_END = re.compile(r"<(?:br|/(?:p|li|ul|ol|pre|blockquote|h[1-6]|div|tr|td|th|dt|dd))\b[^<>]*>", re.IGNORECASE)
