"""Blogs and posts as fragments: the same for everybody with the same eyes, and without anything that is theirs."""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from intranet.kit import markup
from intranet.writing import showing
from intranet.writing.models import LongText

from . import shelves
from .models import Blog, BlogPost, Credit, Part


@dataclass(frozen=True)
class Shown:
    """A drawn post in parts: what it says, where else one goes from it, and what stands beside it."""

    main: SafeString
    neighbours: SafeString
    beside: SafeString


@dataclass(frozen=True)
class BlogShown:
    """What stands above the posts of a blog, in parts: its cover, what it is, and its body, which says more."""

    cover: SafeString
    head: SafeString
    body: SafeString


def post(page: Any, viewer: Any, **around: BlogPost | None) -> Shown:
    """A post, whether it is out or not, with those `around` it; `page` may be one that is not saved."""
    credits = list(page.credits.select_related("person__profile")) if page.pk else []
    context = {
        "page": page,
        "blog": page.of_blog,
        "body": _body(page, viewer),
        "wrote": _people(credits, Part.WROTE),
        "prepared": _people(credits, Part.PREPARED),
        "tags": [row.tag for row in page.tag_rows.select_related("tag").order_by("tag__name")] if page.pk else [],
        "toc": [(each.text, each.slug, False) for each in markup.parts_of(page.body) if each.level < 4],
        **around,
    }
    return Shown(*_drawn(context, "post", "neighbours", "toc"))


def post_of(pk: int, viewer: Any) -> Shown:
    """A post that is out. Raises Http404 when it no longer is, or not for `viewer`."""
    rows = BlogPost.objects.visible_to(viewer).select_related("of_blog", "cover", "audience")
    found: BlogPost = get_object_or_404(rows, pk=pk)
    return post(found, viewer, **shelves.neighbours(viewer, found))


def blog(page: Any, viewer: Any) -> BlogShown:
    """`page` may be one that is not saved."""
    cover, head = _drawn({"blog": page}, "blog_cover", "blog_head")
    return BlogShown(cover, head, _body(page, viewer))


def blog_of(pk: int, viewer: Any) -> BlogShown:
    """A blog that is there. Raises Http404 when it no longer is, or not for `viewer`."""
    rows = Blog.objects.visible_to(viewer).select_related("team", "person__profile", "cover", "audience")
    return blog(get_object_or_404(rows, pk=pk), viewer)


def body_of(rows: Any, pk: int) -> str:
    """What the page of this number says, if it is among these; nothing when it was taken out this moment."""
    return rows.filter(pk=pk).values_list("body", flat=True).first() or ""


def _drawn(context: dict[str, Any], *names: str) -> list[SafeString]:
    return [render_to_string(f"blogs/_{name}.html", context) for name in names]


def _body(page: LongText, viewer: Any) -> SafeString:
    return markup.show_body(page.body, showing.things(page.body, viewer))


def _people(credits: list[Credit], part: Part) -> list[Any]:
    return [credit.person for credit in credits if credit.part == part]
