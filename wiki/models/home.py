from typing import ClassVar

from intranet.writing.models import Top


class WikiHome(Top):
    """The page above all sections."""

    route: ClassVar[str] = "wiki:home"
    called: ClassVar[tuple[str, str]] = ("Wiki", "wiki")
    subpage_types: ClassVar[list[str]] = ["wiki.Section", "wiki.Article"]
