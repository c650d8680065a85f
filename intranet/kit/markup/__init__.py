"""Turns typed text into HTML.

The way of a text: parser without HTML (`parser`, markdown-it) -> what it found written as HTML (`writer`) -> first gate
(bleach) -> second gate (nh3), which knows the same short list of tags, attributes and classes but shares no code with
the first (`gates`, the only file of the house that sanitises). Every address is asked of
:func:`is_safe_address` at all three stations. Text that a browser could read as HTML is shown as it was typed.

The body of a page, which is HTML from the start, has a way of its own through `body`, with the same two gates.
"""

from .addresses import is_safe_address
from .body import (
    BodyRefs,
    BodyThings,
    File,
    Heading,
    Picture,
    body_from_markdown,
    body_text,
    clean_body,
    edit_body,
    markdown_of,
    parts_of,
    show_body,
    things_in,
    without,
)
from .gates import plain_text, stored
from .parser import mentions_in, tags_in
from .rendering import render_update, render_updates
from .signs import normal_tag

__all__ = [
    "BodyRefs",
    "BodyThings",
    "File",
    "Heading",
    "Picture",
    "body_from_markdown",
    "body_text",
    "clean_body",
    "edit_body",
    "is_safe_address",
    "markdown_of",
    "mentions_in",
    "normal_tag",
    "parts_of",
    "plain_text",
    "render_update",
    "render_updates",
    "show_body",
    "stored",
    "tags_in",
    "things_in",
    "without",
]
