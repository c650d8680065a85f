"""Articles that are made of questions and wait for somebody to let them out."""

from typing import Any

from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.urls import reverse

from intranet.kit.declarations import DeskAnswer, DeskRow
from intranet.people.models import Membership
from intranet.writing.models import LongText
from microblog.models import Drafted, Duplicate

from .drawing import SHOWN
from .models import Article, Section, SectionPublisher
from .proposing import answers_for
from .publishing import all_publishers, is_named

MOST = 200


def near(viewer: Any) -> QuerySet[Article]:
    """Those that the viewer made, or that are to stand in, or below, a section of theirs; who moderates: all."""
    found: QuerySet[Article] = Article.objects.drafted_for(viewer)
    if viewer.moderates:
        return found
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    teams = Membership.objects.filter(person=viewer.pk).values("team")
    named = SectionPublisher.objects.filter(Q(person=viewer.pk) | Q(team__in=teams)).annotate(here=path)
    made = Section.objects.filter(owner=viewer.pk).annotate(here=path)
    theirs = Exists(named.filter(here__startswith=F("section__path"))) | Exists(made.filter(here__startswith=F("path")))
    return found.filter(Q(origin__by=viewer.pk) | Q(theirs))


def rows(viewer: Any) -> list[DeskRow]:
    """Those that they may let out, and that wait for them: as who made it, or who answers for the place."""
    again = Duplicate.objects.filter(into=OuterRef("origin__question")).order_by().values("into")
    found = near(viewer).select_related("origin__by", "origin__question__author", "origin__answer__author")
    waits_for = Drafted.objects.filter(page=OuterRef("pk"), waits_for__is_active=True).values("waits_for")
    found = found.annotate(again=Subquery(again.annotate(many=Count("pk")).values("many")), one=Subquery(waits_for))
    drafts = list(found.defer("body").order_by("origin__at", "pk")[:MOST])
    places = {place.path: place for place in LongText.objects.filter(path__in={_above(each) for each in drafts})}
    known = all_publishers() if drafts else {}

    def is_theirs(draft: Any) -> bool:
        place = places[_above(draft)]
        if not answers_for(viewer, place, known):
            return False
        if draft.one in {None, draft.origin.by_id}:
            return draft.one == viewer.pk or (draft.one is None and viewer.moderates)
        return place.owner_id == viewer.pk or is_named(viewer, place.path, known)

    return [_row(each) for each in drafts if is_theirs(each)]


def one(viewer: Any, pk: int) -> Article:
    """One of those that the viewer may look at. Raises Http404."""
    rows = Article.objects.drafted_for(viewer).select_related(*SHOWN, "origin__by")
    article: Article = get_object_or_404(rows, pk=pk)
    return article


def waits_for(draft: Article) -> str:
    """Whom it waits for, by name."""
    found = Drafted.objects.filter(page=draft.pk).select_related("waits_for").first()
    return found.waits_for.name if found and found.waits_for else "the moderators"


def _row(draft: Any) -> DeskRow:
    origin, address = draft.origin, reverse("wiki:draft", args=[draft.pk])
    asked = origin.question if origin.question and not origin.question.is_retracted else None
    answer = origin.answer if origin.answer and not origin.answer.is_retracted else None
    said = [f"asked by {asked.author.name}"] if asked else []
    said += [f"answered by {answer.author.name}"] if answer else []
    return DeskRow(
        number=draft.pk,
        title=draft.title,
        address=address,
        why=", ".join([f"{origin.by.name} proposes it", *said]),
        since=origin.at,
        harm=2 + (draft.again or 0),
        answers=(
            DeskAnswer("Publish", reverse("wiki:draft_publication", args=[draft.pk]), says=("base", str(draft.head))),
            DeskAnswer("Look at it", address, is_link=True),
            DeskAnswer("Not for us", address, says=("_method", "delete")),
        ),
    )


def _above(draft: Any) -> str:
    path: str = draft.path
    return path[: -LongText.steplen]
