"""The wiki's front page: its sections, what is needed most, what changed, and what is the reader's to check."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from intranet.people.eyes import Eyes
from intranet.people.frame import my_teams
from intranet.people.keeping import kept
from intranet.writing.models import LongText
from search.models import Visit
from search.trust import SOON

from .drawing import trust_of
from .models import Article, Objection, OutlineChange, Section, WikiHome

NEEDED_DAYS = 90
MOST_NEEDED = MOST_CHANGED = 8
MOST_MINE = 20
A_VOTE = 3  # weighs as much as so many visits


def shown(viewer: Any) -> SafeString:
    """What is the same for everybody with these eyes."""
    eyes = Eyes.of(viewer)
    return kept("home", eyes, (OutlineChange.state_now(),), lambda: _draw(viewer))


def to_check(viewer: Any) -> list[Article]:
    """Articles of theirs, or of their teams, that are due for a look or to which somebody objects."""
    teams = [team.pk for team in my_teams(viewer)]
    soon = timezone.localdate() + SOON
    objected = Objection.objects.open().values("article")
    objections = Objection.objects.open().filter(article=OuterRef("pk")).order_by().values("article")
    found = (
        Article.objects.visible_to(viewer)
        .filter(Q(owner=viewer.pk) | Q(owner_team__in=teams))
        .filter(Q(verified_until__lte=soon) | Q(pk__in=objected))
        .annotate(objected=Subquery(objections.annotate(many=Count("pk")).values("many")))
        .defer("body")
        .order_by(F("verified_until").asc(nulls_last=True), "pk")[:MOST_MINE]
    )
    articles = list(found)
    for article in articles:
        article.trust = trust_of(article)
    return articles


def _draw(viewer: Any) -> SafeString:
    context = {"sections": _sections(viewer), "needed": _needed(viewer), "changed": _changed(viewer)}
    return render_to_string("wiki/_home.html", context)


def _sections(viewer: Any) -> list[Section]:
    """With how many articles stand below each."""
    home = WikiHome.the_one()
    step = len(home.path) + LongText.steplen
    below = Counter(path[:step] for path in Article.objects.visible_to(viewer).values_list("path", flat=True))
    sections = list(Section.objects.visible_to(viewer).filter(depth=home.depth + 1))
    for section in sections:
        section.article_count = below[section.path]
    return sorted(sections, key=lambda section: (section.title.casefold(), section.pk))


def _needed(viewer: Any) -> list[Article]:
    """What was opened from the search most often and helped most."""
    since = timezone.now() - timedelta(days=NEEDED_DAYS)
    visits: QuerySet = Visit.objects.filter(kind="article", at__gte=since).values("number").order_by()
    points: Counter[int] = Counter(dict(visits.annotate(many=Count("pk")).values_list("number", "many")))
    liked = Article.objects.visible_to(viewer).filter(helpful_count__gt=0).order_by("-helpful_count")
    for pk, many in liked.values_list("pk", "helpful_count")[: 10 * MOST_NEEDED]:
        points[pk] += A_VOTE * many
    best = [pk for pk, _ in points.most_common(10 * MOST_NEEDED)]
    return _in_order(Article.objects.visible_to(viewer).filter(pk__in=best).defer("body"), best)[:MOST_NEEDED]


def _in_order(rows: Iterable[Article], numbers: list[int]) -> list[Article]:
    place = {number: index for index, number in enumerate(numbers)}
    return sorted(rows, key=lambda row: place[row.pk])


def _changed(viewer: Any) -> list[Article]:
    rows = Article.objects.visible_to(viewer).select_related("changed_by").defer("body")
    return list(rows.order_by("-changed_at", "-pk")[:MOST_CHANGED])
