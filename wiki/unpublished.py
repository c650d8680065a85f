"""Articles that are made of questions and wait for somebody to let them out."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length, Substr
from django.shortcuts import get_object_or_404
from django.urls import reverse

from intranet.kit.declarations import DeskAnswer, DeskRow
from intranet.kit.lookups import Lookup
from intranet.people.models import Membership
from intranet.writing.models import LongText
from microblog.models import Drafted, Duplicate

from .drawing import SHOWN
from .models import Article, Section, SectionPublisher
from .proposing import answers_at
from .publishing import all_publishers, is_named

MOST = 200
LOOKS = ("version", "head", "origin__question__version", "origin__answer__version")


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


def theirs(viewer: Any, numbers: Collection[int]) -> set[int]:
    """Those of these drafts that they may let out, and that wait for them: as who made it, or who answers for the
    place. Two queries.
    """
    drafts = _standing().all(*numbers)
    known = all_publishers() if drafts else {}

    def is_theirs(path: str, owner: int | None, one: int | None, by: int) -> bool:
        if not answers_at(viewer, path, owner, known):
            return False
        if one in {None, by}:
            return one == viewer.pk or (one is None and viewer.moderates)
        return owner == viewer.pk or is_named(viewer, path, known)

    return {pk for pk, *draft in drafts if is_theirs(*draft)}


def rows(viewer: Any) -> list[DeskRow]:
    again = Duplicate.objects.filter(into=OuterRef("origin__question")).order_by().values("into")
    mine = theirs(viewer, near(viewer).values_list("pk", flat=True))
    found = near(viewer).filter(pk__in=mine)
    found = found.select_related("origin__by", "origin__question__author", "origin__answer__author")
    found = found.annotate(again=Subquery(again.annotate(many=Count("pk")).values("many")))
    return [_row(each) for each in found.defer("body").order_by("origin__at", "pk")[:MOST]]


def one(viewer: Any, pk: int) -> Article:
    """One of those that the viewer may look at. Raises Http404."""
    rows = Article.objects.drafted_for(viewer).select_related(*SHOWN, "origin__by")
    article: Article = get_object_or_404(rows, pk=pk)
    return article


def waits_for(draft: Article, viewer: Any) -> str:
    """Whom it waits for, as `viewer` is told."""
    found = Drafted.objects.filter(page=draft.pk).select_related("waits_for").first()
    if not (found and found.waits_for):
        return "the moderators"
    return "you" if found.waits_for == viewer else found.waits_for.name


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


@lru_cache(maxsize=1)
def _standing() -> Lookup:
    """Of drafts: the path of the place where each is to stand, who owns that, whom it waits for, and who made it."""
    above = ExpressionWrapper(Substr("path", 1, Length("path") - LongText.steplen), output_field=CharField())
    place = LongText.objects.filter(path=OuterRef("above"))
    waits_for = Drafted.objects.filter(page=OuterRef("pk"), waits_for__is_active=True)
    drafts = Article.objects.order_by().annotate(above=above)
    rows = drafts.values_list(
        "pk", "above", Subquery(place.values("owner")), Subquery(waits_for.values("waits_for")), "origin__by"
    )
    return Lookup(rows, by="pk__in")
