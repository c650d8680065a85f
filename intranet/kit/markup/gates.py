"""Sanitises. The only file of the house that does, and the only one that calls `mark_safe`.

Two gates stand one behind the other, bleach and nh3: they know the same short list of tags, attributes and classes, but
share no code.
"""

import html
import re
from collections.abc import Callable, Collection, Mapping
from threading import local

import nh3
from bleach.sanitizer import Cleaner
from django.utils.safestring import SafeString, mark_safe
from pygments.token import STANDARD_TYPES

from .addresses import SCHEMES, is_safe_address

OUTSIDE = "noopener noreferrer nofollow"  # `rel` of every link that leaves the house

# Control characters, and the marks that turn the reading direction of what follows: never shown, never stored.
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
BROKEN = re.compile(r"[\ud800-\udfff]")  # halves of characters, which cannot be written as UTF-8

#: Whether a value of an attribute may stay.
Judge = Callable[[str], object]


class Gates:
    """Both gates with one list: `attributes` and `classes` by tag. Nothing else of HTML passes, nor any comment."""

    def __init__(
        self,
        tags: Collection[str],
        attributes: Mapping[str, Mapping[str, Judge]],
        classes: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        self._tags, self._attributes, self._classes = frozenset(tags), attributes, classes or {}
        self._of_thread = local()
        self.second = nh3.Cleaner(
            tags=set(tags),
            attributes={tag: set(judges) for tag, judges in attributes.items()},
            allowed_classes={tag: set(names) for tag, names in self._classes.items()},
            attribute_filter=lambda tag, name, value: value if self._may_stay(tag, name, value) else None,
            url_schemes=set(SCHEMES),
            link_rel=None,
        )

    @property
    def first(self) -> Cleaner:
        """This thread's bleach cleaner: its parser keeps state while it works, so threads must not share one."""
        if not hasattr(self._of_thread, "cleaner"):
            self._of_thread.cleaner = Cleaner(
                tags=self._tags,
                # bleach hands attributes over as they are written
                attributes=lambda tag, name, value: self._may_stay(tag, name, html.unescape(value)),
                protocols=SCHEMES,
                strip_comments=True,
            )
        return self._of_thread.cleaner

    def clean(self, written: str) -> str:
        """What both gates leave of it. Passing them again changes nothing."""
        return self.second.clean(self.first.clean(written))

    def _may_stay(self, tag: str, name: str, value: str) -> bool:
        if name == "class":
            return bool(value) and tag in self._classes and set(value.split(" ")).issubset(self._classes[tag])
        judge = self._attributes.get(tag, {}).get(name)
        return judge is not None and bool(judge(value))


def is_small_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 9


of_updates = Gates(
    tags=["p", "br", "strong", "em", "s", "a", "code", "pre", "span", "ul", "ol", "li", "blockquote"],
    attributes={
        "a": {"href": is_safe_address, "rel": lambda value: value == OUTSIDE},
        "ol": {"start": is_small_number},
    },
    classes={
        "a": frozenset({"mention", "tag"}),
        "pre": frozenset({"highlight"}),
        "span": frozenset(STANDARD_TYPES.values()) - {""},
    },
)


def safe(rendered: str) -> SafeString:
    """What the gates leave of an update; templates show it as it is."""
    return mark_safe(of_updates.clean(rendered))


def stored(html: str) -> SafeString:
    """HTML that came out of gates or was written by :mod:`body`; only these and :mod:`kit.fields` may say so."""
    return mark_safe(html)


def plain_text(source_html: str) -> str:
    """The text of rendered HTML as one line, for previews and titles. It is no HTML: templates escape it as usual."""
    spaced = _BLOCK_END.sub(" ", BROKEN.sub("\ufffd", source_html))
    return " ".join(html.unescape(nh3.clean(spaced, tags=set(), attributes={})).split())


_BLOCK_END = re.compile(r"<(?:br|/(?:p|li|ul|ol|pre|blockquote|h[1-6]|div|tr|td|th|dt|dd))\b[^<>]*>", re.IGNORECASE)
