"""How a page of the wiki is read: one question for rights and what is the reader's own, the rest drawn once and kept.

What all readers with the same eyes see alike is drawn once and kept under what it is made of: the page and its version,
the state of the outline (titles, places, audiences), how people and teams look, the day, and the eyes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Now
from django.http import Http404

from intranet.kit.lookups import Lookup
from intranet.people.eyes import Eyes
from intranet.people.keeping import kept
from intranet.writing.models import LongText, Writing
from intranet.writing.models.long_text import words_of
from search.models import Solved

from . import policy, publishing
from .models import (
    OF_WIKI,
    Article,
    HelpfulVote,
    Objection,
    OutlineChange,
    Section,
    SectionPublisher,
    Watch,
    WikiHome,
)

HOME_DEPTH = 2
TRUTHS = 4  # the last fields of the gate


@dataclass(frozen=True)
class Gate:
    """What one query tells of a page and of the reader who may read it."""

    viewer: Any
    pk: int
    title: str
    path: str
    version: int
    head: int
    outline: str  # the state of titles, places and audiences
    article: int | None
    owner: int | None
    owner_team: int | None
    changed_by: int | None
    helpful_count: int | None
    said: int | None  # what the reader said of this revision: 1, it helped; 0, it did not
    asked: int | None  # the version of the question that it was made of
    times_solved: int  # what somebody was about to ask
    watches: bool
    is_restricted: bool  # few may write here
    is_objected: bool  # somebody says that something is wrong
    is_written: bool  # somebody is writing on it at the moment

    @classmethod
    def of(cls, viewer: Any, pk: int) -> "Gate":
        """Raises Http404 for what is not there for this reader."""
        found = _pages(viewer, viewer.is_active, viewer.sees_everything).first(pk)
        if found is None:
            raise Http404("No such page.")
        return cls(viewer, *found[:-TRUTHS], *map(bool, found[-TRUTHS:]))

    @property
    def vote(self) -> bool | None:
        return None if self.said is None else bool(self.said)

    @property
    def is_own(self) -> bool:
        """The reader owns it, or wrote on it last; others may report it."""
        return self.viewer.pk in {self.owner, self.changed_by}

    @property
    def model(self) -> type[LongText]:
        if len(self.path) == HOME_DEPTH * LongText.steplen:
            return WikiHome
        return Article if self.article else Section

    @property
    def kind(self) -> str:
        return self.model._meta.model_name or ""

    @property
    def slug(self) -> str:
        return words_of(self.title)

    @property
    def address(self) -> str:
        return self.model.address_of(self.pk, self.title)

    @cached_property
    def may_edit(self) -> bool:
        return publishing.may_write(self.viewer, self.path, self._publishers)

    @cached_property
    def may_verify(self) -> bool:
        return policy.vouches(self.viewer, self.path, self.owner, self.owner_team, self._publishers)

    @cached_property
    def may_tend(self) -> bool:
        return policy.tends(self.viewer, self.path, self.owner, self._publishers)

    @cached_property
    def _publishers(self) -> Mapping[str, publishing.Publishers]:
        """Who may write where; the same for everybody."""
        if not self.is_restricted:
            return {}
        return kept("publishers", Eyes(), (self.outline,), publishing.all_publishers)


@lru_cache(maxsize=1_000)
def _pages(viewer: Any, is_active: bool, sees_everything: bool) -> Lookup:
    """The query behind the gate.

    People are compared by number, so what of them decides about rights is named beside.
    """
    vote = HelpfulVote.objects.filter(article=OuterRef("pk"), person=viewer.pk, revision=OuterRef("head"))
    solved = Solved.objects.filter(kind="article", number=OuterRef("pk")).order_by().values("number")
    solved = solved.annotate(times=Count("pk"))
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    restricting = SectionPublisher.objects.annotate(here=path).filter(here__startswith=F("section__path"))
    rows = (
        LongText.objects.visible_to(viewer)
        .order_by()
        .filter(OF_WIKI)
        .values_list(
            *("pk", "title", "path", "version", "head"),
            Subquery(OutlineChange.state()),
            *("article", "owner", "article__owner_team", "changed_by"),
            *("article__helpful_count", Subquery(vote.values("is_helpful")[:1])),
            "article__origin__question__version",
            Coalesce(Subquery(solved.values("times")), 0),
            Exists(Watch.objects.filter(page=OuterRef("pk"), person=viewer.pk)),
            Exists(restricting),
            Exists(Objection.objects.open().filter(article=OuterRef("pk"))),
            Exists(Writing.objects.filter(page=OuterRef("pk"), until__gte=Now())),
        )
    )
    return Lookup(rows, by="pk")
