"""What stands beside the updates on the page of a tag, such as posts and articles, as search knows it."""

from typing import Any

from search.documents import kinds
from search.models import Document

from .documents import NO_REASON
from .models import Tag

MOST = 10


def beside(viewer: Any, tag: Tag) -> dict[str, Any]:
    """What `microblog/feeds/tag.html` shows of it, newest first: ``others`` as (icon, document), ``more`` or not."""
    rows = Document.objects.visible_to(viewer).filter(tags__tag=tag.pk).exclude(kind__in=NO_REASON)
    found = list(rows.defer("text").order_by("-at", "-pk")[: MOST + 1])
    return {"others": [(kinds()[each.kind].icon, each) for each in found[:MOST]], "more": len(found) > MOST}
