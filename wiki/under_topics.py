"""Articles are about topics; see `intranet.kit.declarations`."""

from typing import Any

from django.db.models import Count

from intranet.kit.declarations import UnderTopic

from .models import Article

SHOWN = 20


def counted(viewer: Any) -> dict[int, int]:
    rows = Article.objects.visible_to(viewer).exclude(topic=None).order_by()
    return dict(rows.values_list("topic").annotate(many=Count("pk")))


def listed(viewer: Any, topic: int) -> list[tuple[str, str]]:
    rows = Article.objects.visible_to(viewer).filter(topic=topic).order_by("title", "pk")
    return [(title, Article.address_of(pk, title)) for pk, title in rows.values_list("pk", "title")[:SHOWN]]


UNDER = {"article": UnderTopic("Articles", "book-open", counted, listed)}
