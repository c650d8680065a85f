"""Blogs and posts as their readers see them."""

from typing import Any

from django.utils.safestring import SafeString

from intranet.kit import markup
from intranet.writing import showing
from intranet.writing.models import LongText

from .models import Credit, Part


def post(page: Any, viewer: Any) -> dict[str, Any]:
    """What the template of a post shows of it, whether it is out or not; `page` may be one that is not saved."""
    credits = list(page.credits.select_related("person__profile")) if page.pk else []
    return {
        "page": page,
        "blog": page.of_blog,
        "body": body(page, viewer),
        "wrote": _people(credits, Part.WROTE),
        "prepared": _people(credits, Part.PREPARED),
        "tags": [row.tag for row in page.tag_rows.select_related("tag").order_by("tag__name")] if page.pk else [],
        "toc": [(each.text, each.slug, False) for each in markup.parts_of(page.body) if each.level < 4],
    }


def body(page: LongText, viewer: Any) -> SafeString:
    return markup.show_body(page.body, showing.things(page.body, viewer))


def _people(credits: list[Credit], part: Part) -> list[Any]:
    return [credit.person for credit in credits if credit.part == part]
