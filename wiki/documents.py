"""Sections and articles can be found; see `intranet.kit.declarations`."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime, time

from django.utils import timezone

from intranet.kit import markup
from intranet.kit.declarations import Findable, Kind
from intranet.people.audiences import EVERYBODY

from .actions import voices
from .caring import who_answers_for
from .models import Article, ArticleTag, Section


def sections(numbers: Collection[int]) -> Iterator[Findable]:
    for section in Section.objects.filter(pk__in=numbers, live=True):
        yield Findable(
            number=section.pk,
            title=section.title,
            text=words(section.summary, section.body),
            address=section.get_absolute_url(),
            at=section.changed_at,
            audiences=frozenset({section.audience_id or EVERYBODY}),
        )


def articles(numbers: Collection[int]) -> Iterator[Findable]:
    tags: dict[int, set[int]] = defaultdict(set)
    for article, tag in ArticleTag.objects.filter(article__in=numbers).values_list("article", "tag"):
        tags[article].add(tag)
    for article in Article.objects.filter(pk__in=numbers, live=True):
        yield Findable(
            number=article.pk,
            title=article.title,
            text=words(article.short_answer, article.body),
            address=article.get_absolute_url(),
            at=article.changed_at,
            audiences=frozenset({article.audience_id or EVERYBODY}),
            author=article.owner_id,
            tags=frozenset(tags[article.pk]),
            lead=len(article.short_answer),
            verified_until=end_of(article.verified_until) if article.verified_until else None,
        )


def owners(numbers: Collection[int]) -> dict[int, list[int]]:
    """Who answers for these articles."""
    return who_answers_for(Article.objects.filter(pk__in=numbers, live=True).values_list("pk", flat=True))


def words(first: str, body: str) -> str:
    """The short answer comes first."""
    return "\n".join(part for part in (first, markup.body_text(body)) if part)


def end_of(day: date) -> datetime:
    """The last moment of a day here."""
    return timezone.make_aware(datetime.combine(day, time.max))


KINDS = {
    "article": Kind(
        *(Article, "Articles", "book-open", articles),
        owners=owners,
        is_answer=True,
        is_offered=True,
        has_solved=voices.solved,
    ),
    "section": Kind(Section, "Sections", "folder", sections),
}
