"""The two gates of a body: bleach and nh3 with the same short list, one behind the other."""

import html
import re
from threading import local

import nh3
from bleach.sanitizer import Cleaner

from intranet.kit.markup.addresses import SCHEMES, is_safe_address

from .addresses import NUMBER, PART
from .reader import names
from .schema import LANGUAGE, TONES
from .tables import SCOPES

TAGS = names(
    "p br h2 h3 h4 strong em s code kbd sub sup ul ol li blockquote hr pre table thead tbody tr th td figure figcaption"
    " img aside a"
)
_SMALL_NUMBER = re.compile(r"[0-9]{1,9}")
_ANY = re.compile(r".*", re.DOTALL)
# What a value must look like; the address of a link is judged by `is_safe_address`.
ATTRIBUTES = {
    "a": {
        **dict.fromkeys(["data-page", "data-person", "data-file"], NUMBER),
        "data-part": PART,
        "data-wanted": _ANY,
        "href": _ANY,
    },
    "ol": {"start": _SMALL_NUMBER},
    "pre": {"data-language": LANGUAGE},
    "th": {"scope": re.compile("|".join(SCOPES)), "colspan": _SMALL_NUMBER, "rowspan": _SMALL_NUMBER},
    "td": {"colspan": _SMALL_NUMBER, "rowspan": _SMALL_NUMBER},
    "figure": {"data-picture": NUMBER},
    "img": {"alt": _ANY},
    "aside": {"data-tone": re.compile("|".join(TONES))},
}


def through_both(written: str) -> str:
    """What both gates leave of it; of what `writer` writes, everything."""
    return second_gate.clean(first_gate().clean(written))


def first_gate() -> Cleaner:
    """This thread's bleach cleaner: its parser keeps state while it works, so threads must not share one."""
    if not hasattr(_of_thread, "cleaner"):
        _of_thread.cleaner = Cleaner(tags=TAGS, attributes=_bleach_attribute, protocols=SCHEMES, strip_comments=True)
    return _of_thread.cleaner


def _bleach_attribute(tag: str, name: str, value: str) -> bool:
    return _may_stay(tag, name, html.unescape(value))  # bleach hands attributes over as they are written


def _nh3_attribute(tag: str, name: str, value: str) -> str | None:
    return value if _may_stay(tag, name, value) else None


def _may_stay(tag: str, name: str, value: str) -> bool:
    pattern = ATTRIBUTES.get(tag, {}).get(name)
    if not pattern or not pattern.fullmatch(value):
        return False
    return name != "href" or is_safe_address(value)


_of_thread = local()
second_gate = nh3.Cleaner(
    tags=set(TAGS),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    attribute_filter=_nh3_attribute,
    url_schemes=set(SCHEMES),
    link_rel=None,
)
