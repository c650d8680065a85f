"""The icons we use, of one outline family, as one file that pages point into: a card names four icons in 400 bytes."""

import re
from functools import cache

from django.template import engines
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "icons/house.svg"

#: Names of heroicons. A name that is not here is refused where it is used; add it and it is in the file.
ICONS = (
    "arrow-path",
    "arrow-right",
    "arrow-right-start-on-rectangle",
    "arrow-uturn-left",
    "arrow-uturn-right",
    "at-symbol",
    "bell",
    "bell-slash",
    "bold",
    "book-open",
    "bookmark",
    "chart-bar",
    "chat-bubble-bottom-center-text",
    "chat-bubble-left",
    "chat-bubble-left-right",
    "check",
    "check-badge",
    "check-circle",
    "chevron-left",
    "chevron-right",
    "clipboard-document-list",
    "clock",
    "code-bracket",
    "code-bracket-square",
    "cog-6-tooth",
    "computer-desktop",
    "document",
    "document-duplicate",
    "document-plus",
    "document-text",
    "ellipsis-horizontal",
    "exclamation-circle",
    "exclamation-triangle",
    "face-smile",
    "flag",
    "folder",
    "globe-alt",
    "h1",
    "h2",
    "h3",
    "hand-thumb-up",
    "hashtag",
    "heart",
    "home",
    "inbox",
    "information-circle",
    "italic",
    "light-bulb",
    "link",
    "list-bullet",
    "lock-closed",
    "magnifying-glass",
    "minus",
    "moon",
    "newspaper",
    "numbered-list",
    "paper-clip",
    "pencil",
    "photo",
    "plus",
    "question-mark-circle",
    "rss",
    "scale",
    "shield-check",
    "strikethrough",
    "sun",
    "table-cells",
    "trash",
    "user-circle",
    "user-group",
    "user-plus",
    "users",
    "x-mark",
)
_DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@cache
def icon(name: str, size: int) -> SafeString:
    """An icon `size` pixels wide, hidden from screen readers: a word always stands beside it."""
    if name not in ICONS:
        raise ValueError(f"There is no icon {name!r} yet. Add it to ICONS in {__name__}.")
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" aria-hidden="true"><use href="{1}#{2}"/></svg>',
        size,
        static(SPRITE),
        name,
    )


def sprite() -> str:
    """The file behind :data:`SPRITE`: each icon as a symbol that takes the colour of the text around it."""
    attributes = 'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6"'
    symbols = "\n".join(f'<symbol id="{name}" {attributes}>{_drawing(name)}</symbol>' for name in ICONS)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _drawing(name: str) -> str:
    page = engines["django"].from_string("{% load heroicons %}{% heroicon_outline name %}")
    found = _DRAWING.search(page.render({"name": name}))
    if found is None:
        raise ValueError(f"heroicons draws {name!r} in a way we do not know.")
    return " ".join(found[1].split())
