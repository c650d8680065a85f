from typing import ClassVar

from intranet.writing.models import Top


class BlogsHome(Top):
    """The page above all blogs."""

    route: ClassVar[str] = "blogs:home"
    called: ClassVar[tuple[str, str]] = ("Blogs", "blogs")
    subpage_types: ClassVar[list[str]] = ["blogs.Blog"]
