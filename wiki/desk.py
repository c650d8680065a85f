"""What of the wiki waits for somebody; see `intranet.kit.declarations`."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from intranet.kit.declarations import DeskAnswer, DeskPart, DeskRow
from intranet.people.models import Membership
from search.trust import SOON

from . import unpublished
from .models import Article, Objection, Origin

MOST = 200
WRONG, DUE, OVERDUE = 5, 1, 3  # people whom it troubles: who reads what is wrong may do what is wrong


def owned(viewer: Any) -> QuerySet[Article]:
    """Articles of theirs, or of their teams."""
    teams = Membership.objects.filter(person=viewer.pk).values("team")
    seen = Article.objects.visible_to(viewer).filter(pk=OuterRef("pk"))  # asked of few: most articles are for everybody
    found: QuerySet[Article] = Article.objects.filter(Q(owner=viewer.pk) | Q(owner_team__in=teams), Exists(seen))
    return found


def objections(viewer: Any) -> QuerySet[Objection]:
    return Objection.objects.open().filter(Exists(owned(viewer).filter(pk=OuterRef("article"))))


def to_check(viewer: Any) -> QuerySet[Article]:
    return owned(viewer).filter(verified_until__lte=timezone.localdate() + SOON)


def to_vouch(viewer: Any) -> QuerySet[Article]:
    """Made of answers and let out by others; nobody has said yet that they are correct."""
    made = Origin.objects.order_by().values("article")  # few, and asked first: most articles have no such day
    return owned(viewer).filter(pk__in=made, verified_until=None, is_evergreen=False)


def wrong(viewer: Any) -> list[DeskRow]:
    found = objections(viewer).select_related("article__owner_team", "by").order_by("at")
    return [
        DeskRow(
            number=each.pk,
            title=each.article.title,
            address=each.article.get_absolute_url(),
            why=f"{each.by.name} says that it is wrong; {_why(each.article, viewer)}",
            since=each.at,
            harm=WRONG,
            answers=(
                DeskAnswer("Settled", reverse("wiki:settlement", args=[each.pk])),
                _improve(each.article_id),
            ),
            text=each.line,
        )
        for each in found[:MOST]
    ]


def due(viewer: Any) -> list[DeskRow]:
    """As old as it has been due; two weeks before its day it begins to be."""
    found = to_check(viewer).select_related("owner_team").defer("body").order_by("verified_until", "pk")
    return [_due(each, each.verified_until, viewer) for each in found[:MOST] if each.verified_until]


def _due(article: Article, until: date, viewer: Any) -> DeskRow:
    is_over = until < timezone.localdate()
    why = f"verified until {until:%-d %B %Y}{', which is over' if is_over else ''}"
    since = min(timezone.make_aware(datetime.combine(until - SOON, time())), timezone.now())
    return _to_review(article, viewer, "Still correct", why, since, OVERDUE if is_over else DUE)


def made(viewer: Any) -> list[DeskRow]:
    found = to_vouch(viewer).select_related("owner_team", "origin__by").defer("body").order_by("origin__at", "pk")
    why = "{} made it of an answer, and nobody vouches for it".format
    return [
        _to_review(each, viewer, "It is correct", why(each.origin.by.name), each.first_published_at, DUE)
        for each in found[:MOST]
    ]


def _to_review(article: Article, viewer: Any, yes: str, why: str, since: datetime, harm: int) -> DeskRow:
    """`yes` is what they press who vouch for it."""
    return DeskRow(
        number=article.pk,
        title=article.title,
        address=article.get_absolute_url(),
        why=f"{why}; {_why(article, viewer)}",
        since=since,
        harm=harm,
        answers=(DeskAnswer(yes, reverse("wiki:review", args=[article.pk])), _improve(article.pk)),
    )


def _improve(article: int) -> DeskAnswer:
    return DeskAnswer("Improve it", reverse("writing:edit", args=[article]), is_link=True)


def _why(article: Article, viewer: Any) -> str:
    return "you own it" if article.owner_id == viewer.pk else f"{article.owner_team} owns it"


DESK = {
    "wrong": DeskPart("This is wrong", "exclamation-circle", wrong, objections, ("article__version",)),
    "due": DeskPart("To check", "check-badge", due, to_check, ("version", "verified_until")),
    "made": DeskPart("To vouch for", "shield-check", made, to_vouch, ("version",)),
    "faq": DeskPart(
        "FAQ drafts", "book-open", unpublished.rows, unpublished.near, unpublished.LOOKS, unpublished.theirs
    ),
}
