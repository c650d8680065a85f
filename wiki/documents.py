"""Sections and articles can be found; see `intranet.kit.declarations`."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime, time

from django.utils import timezone

from intranet.kit import markup
from intranet.kit.declarations import Findable, Kind
from intranet.people.audiences import EVERYBODY
from intranet.people.models import Membership

from .actions import voices
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
    """Who vouches for these articles: their owner, or else who leads the team that owns them."""
    rows = Article.objects.filter(pk__in=numbers, live=True).values_list("pk", "owner", "owner_team")
    teams = {team for _, owner, team in rows if not owner and team}
    leads: dict[int, list[int]] = defaultdict(list)
    for team, person in Membership.objects.filter(team__in=teams, is_lead=True).values_list("team", "person"):
        leads[team].append(person)
    return {pk: [owner] if owner else leads.get(team, []) for pk, owner, team in rows}


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
