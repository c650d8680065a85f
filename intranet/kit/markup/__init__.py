"""Turns typed text into HTML.

The way of a text: parser without HTML (`parser`, markdown-it) -> what it found written as HTML (`writer`) -> first gate
(bleach) -> second gate (nh3), which knows the same short list of tags, attributes and classes but shares no code with
the first (`gates`, the only file of the house that sanitises). Every address is asked of
:func:`is_safe_address` at all three stations. Text that a browser could read as HTML is shown as it was typed.
"""

from .addresses import is_safe_address
from .gates import plain_text, stored
from .parser import mentions_in, tags_in
from .rendering import render_update, render_updates
from .signs import normal_tag

__all__ = [
    "is_safe_address",
    "mentions_in",
    "normal_tag",
    "plain_text",
    "render_update",
    "render_updates",
    "stored",
    "tags_in",
]
