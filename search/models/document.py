import time
from datetime import UTC, datetime
from functools import lru_cache
from secrets import randbits
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, Min, OuterRef, Q, When
from django.db.models.functions import Coalesce, ExtractYear
from django.utils import timezone
from modelsearch.index import AutocompleteField, FilterField, Indexed, SearchField

from intranet.kit.declarations import the_one

_RANDOM = 20  # bits of a version; those before tell when


def another() -> int:
    """A version that nothing had before: the milliseconds since 1970, and chance."""
    return time.time_ns() // 1_000_000 << _RANDOM | randbits(_RANDOM)


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, viewer: Any) -> Self:
        """The one door: hits, counts, facets, suggestions and snippets walk through it, whatever an index says."""
        seen = seen_by(viewer)
        if seen is None:
            return self.standing()
        return self.standing().filter(_found_by(seen))

    def visible_now(self, viewer: Any) -> Self:
        """The same door for queries that are kept as text: the database looks up the viewer's teams each time."""
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        seen = the_one("audiences", "seen_now")(viewer, "audience")
        return self.standing().filter(Exists(DocumentAudience.objects.filter(seen, document=OuterRef("pk"))))

    def standing(self) -> Self:
        """What is still there."""
        return self.filter(is_gone=False)

    def waiting(self) -> Self:
        """What changed since the engines were told."""
        return self.filter(is_waiting=True)

    def to_be_shown(self) -> Self:
        """With what a page shows of them, ``author_name`` (or None) beside it."""
        return self.annotate(author_name=F("author__name"))

    def touched_first(self) -> datetime | None:
        """When the first of these was touched, to the millisecond; None when there is none."""
        version = self.aggregate(first=Min("version"))["first"]
        return None if version is None else datetime.fromtimestamp((version >> _RANDOM) / 1000, UTC)

    def of(self, kind: str, numbers: Any) -> Self:
        return self.filter(kind=kind, number__in=numbers)


def seen_by(viewer: Any) -> frozenset[int] | None:
    """The audiences that `viewer` belongs to; None is all of them."""
    if not (viewer.is_authenticated and viewer.is_active):
        return frozenset()
    seen: frozenset[int] | None = the_one("audiences", "seen_by")(viewer)
    return seen


@lru_cache(maxsize=1_000)
def _found_by(audiences: frozenset[int]) -> Exists:
    """Kept, because Django takes longer to make it than a database to answer it."""
    return Exists(DocumentAudience.objects.filter(document=OuterRef("pk"), audience__in=sorted(audiences)))


class Document(Indexed, models.Model):
    """Something that can be found: a flat copy of an update, a person, a team or a tag, made in its transaction."""

    kind = models.CharField(max_length=20)  # a key of the rooms' KINDS
    number = models.BigIntegerField()  # its primary key in the table it comes from
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    address = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    verified_until = models.DateTimeField(null=True)  # None: nobody vouches for it, as for most things
    lead = models.PositiveSmallIntegerField(default=0)  # so many first characters of the text are what a hit shows
    question = models.CharField(max_length=12, blank=True)  # how it stands when it asks something, such as "open"
    is_gone = models.BooleanField(default=False)  # and its row goes when the engines have forgotten it, too
    is_waiting = models.BooleanField(default=True)
    version = models.BigIntegerField(default=another)  # a new one with every change
    author_name: str | None  # of rows that are `to_be_shown`

    objects = DocumentQuerySet.as_manager()

    search_fields = [
        SearchField("title", boost=4.0),
        SearchField("text"),
        AutocompleteField("title"),
        FilterField("id"),
        FilterField("kind"),
        FilterField("number"),
        FilterField("author"),
        FilterField("at"),
        FilterField("year"),
        FilterField("verified_until"),
        FilterField("question"),
        FilterField("is_gone"),
        FilterField("audience_numbers"),
        FilterField("author_numbers"),
        FilterField("tag_numbers"),
    ]

    #: Where a database finds the FilterFields that are no columns of this table.
    elsewhere: ClassVar = {
        "audience_numbers": "audiences__audience",
        "author_numbers": Coalesce("authors__author", "author", output_field=models.BigIntegerField()),
        "tag_numbers": "tags__tag",
        "year": Case(When(author__isnull=False, then=ExtractYear("at"))),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="found_once")]
        indexes = [models.Index(fields=["id"], condition=Q(is_waiting=True), name="search_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"  # never its title

    @staticmethod
    def version_at(when: datetime) -> int:
        """What changed then, or later, has at least this version."""
        return int(when.timestamp() * 1000) << _RANDOM

    @property
    def audience_numbers(self) -> list[int]:
        return [row.audience for row in self.audiences.all()]

    @property
    def author_numbers(self) -> list[int]:
        several = [row.author for row in self.authors.all()]
        return several or ([self.author_id] if self.author_id else [])

    @property
    def tag_numbers(self) -> list[int]:
        return [row.tag for row in self.tags.all()]

    @property
    def year(self) -> int | None:
        """When somebody said it; what nobody said, such as a tag or a person, has no year."""
        return timezone.localtime(self.at).year if self.author_id else None


class DocumentAudience(models.Model):
    """A document may be found by this audience: a team's number, or 0 for everybody who works here."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="audiences", db_index=False)
    audience = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "audience"], name="found_by_audience_once")]
        indexes = [models.Index(fields=["audience", "document"], name="search_audience")]

    def __str__(self) -> str:
        return f"{self.document_id} for {self.audience}"


class DocumentAuthor(models.Model):
    """One of several people who wrote a document, the first among them. Of one that is alone the document itself tells.

    Almost everything is written by one, so that almost nothing has such rows.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="authors", db_index=False)
    author = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "author"], name="found_by_author_once")]

    def __str__(self) -> str:
        return f"{self.document_id} by {self.author}"


class DocumentTag(models.Model):
    """A document carries this tag, which is a document itself: of the kind "tag", with this number."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="tags", db_index=False)
    tag = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "tag"], name="found_by_tag_once")]
        indexes = [models.Index(fields=["tag", "document"], name="search_tag")]

    def __str__(self) -> str:
        return f"{self.document_id} with tag {self.tag}"


class DocumentWord(models.Model):
    """A word of a title, in small letters without accents: what a word that nobody wrote may have been meant to be."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="words", db_index=False)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "word"], name="word_of_title_once")]
        indexes = [models.Index(fields=["word", "document"], name="search_word")]

    def __str__(self) -> str:
        return f"a word of {self.document_id}"
