from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.models import Page, PageManager, Revision
from wagtail.query import PageQuerySet

from intranet.kit import markup
from intranet.people.models import Team
from intranet.writing.fields import BodyField

from .change import Change


class Stale(Exception):
    """Somebody else saved the page since the writing began."""


class LongTextQuerySet(PageQuerySet):
    def visible_to(self, viewer: Any) -> Self:
        """The one door to long texts: published, and for everybody or for a team that the viewer sees."""
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        if viewer.sees_everything:
            return self.filter(live=True)
        return self.filter(Q(audience=None) | Q(audience__in=Team.objects.visible_to(viewer)), live=True)

    def read_by(self, people: Mapping[int, Any], pages: Iterable[int]) -> dict[int, set[int]]:
        """`visible_to` for many at once: who of `people` (active ones, by number) reads each of these pages."""
        audiences = dict(self.filter(pk__in=pages, live=True).values_list("pk", "audience"))
        readers = Team.objects.seen_by(people, {team for team in audiences.values() if team})
        return {pk: set(people) if team is None else readers.get(team, set()) for pk, team in audiences.items()}


class LongText(Page):
    """A page that people write on the page itself: an article, a section of the wiki, a post of a blog.

    A page below one that is for a team alone is for that team, too, or for another one that it was for before: actions
    that move a page, make one or change its audience see to it, so that each row says by itself who may read it.
    """

    #: The name of the address of this kind of page, with ``pk`` and ``slug``.
    route: ClassVar[str] = "writing:page"
    #: Columns that only actions change: no form, no old revision and no page read some time ago writes them back.
    kept: ClassVar[tuple[str, ...]] = ("slug", "head", "version", "changed_by", "changed_at", "audience")
    #: Where it stands; only the tree itself writes these, and `url_path`, which follows from them.
    placed: ClassVar[tuple[str, ...]] = ("path", "depth", "numchild")
    #: Does it wait, unseen, until somebody publishes it? Otherwise each save is published at once.
    waits: ClassVar[bool] = False
    #: What comes back when an old revision is restored.
    restored: ClassVar[tuple[str, ...]] = ("title", "body")

    body = BodyField(blank=True)
    audience = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")  # None: everybody here
    head = models.BigIntegerField(default=0, editable=False)  # the number of its newest revision; a save is won by it
    version = models.BigIntegerField(default=0, editable=False)  # one more with every change that shows
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = PageManager.from_queryset(LongTextQuerySet)()

    search_auto_update = False  # `documents.touch` tells the search, not a task at each save
    is_creatable = False
    subpage_types: ClassVar[list[str]] = []
    # What the back office shows in its form; nothing is published at a later hour, and nothing but the title names it.
    content_panels: ClassVar[list[Any]] = [TitleFieldPanel("title"), FieldPanel("body")]
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []
    private_page_options: ClassVar[list[str]] = []  # `audience` says who may read it
    exclude_fields_in_copy: ClassVar[list[str]] = ["head", "version", "changed_by", "changed_at"]

    class Meta:
        indexes = [models.Index(fields=["-changed_at"], name="writing_changed")]

    def get_absolute_url(self) -> str:
        """Its address by number; the words in it may change, and old ones lead on."""
        return (self.specific_class or type(self)).address_of(self.pk, self.title)

    @classmethod
    def below(cls, parent: "LongText", **values: Any) -> Self:
        """A page that is not saved, to stand below `parent`."""
        return cls(**values)

    @property
    def pictures_beside(self) -> set[int]:
        """The numbers of the pictures that it shows beside its body."""
        return set()

    @classmethod
    def address_of(cls, pk: int, title: str) -> str:
        return reverse(cls.route, args=[pk] if cls.route == "writing:page" else [pk, words_of(title)])

    def changes_for(self, viewer: Any) -> Any:
        """Its history as somebody may know it who may read the page."""
        return self.changes.all()

    def revisions_for(self, viewer: Any) -> Any:
        """The texts behind that history."""
        return self.revisions.filter(pk__in=self.changes_for(viewer).values("revision"))

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Raises Stale when the page was read before somebody else saved it; whoever saves, nothing is overwritten."""
        if self.pk is None:
            if (above := audience_above(self.path)) is not None:
                self.audience_id = above
        elif kwargs.get("update_fields") is None:
            now = (
                LongText.objects.select_for_update(no_key=True)
                .filter(pk=self.pk)
                .values_list("head", flat=True)
                .first()
            )
            if now not in {None, self.head}:
                raise Stale(self.pk)
        return super().save(*args, **kwargs)

    @transaction.atomic
    def save_revision(self, user: Any = None, *args: Any, why: str = "", **kwargs: Any) -> Revision:
        """A new revision on top of `head`, and a line in its history. Raises Stale unless `head` is still the newest,
        or when the page was taken out or came out since it was read: other people may write on it then.

        One update decides who of many is the first. No revision is ever written over.
        """
        was_live = self.live
        size = len(markup.body_text(self.body))
        now = {"changed_at": timezone.now(), "version": F("version") + 1}
        who = {"changed_by": user} if user else {}
        if not LongText.objects.filter(pk=self.pk, head=self.head).update(**now, **who):
            raise Stale(self.pk)
        revision = super().save_revision(user, *args, **kwargs | {"overwrite_revision": None})
        LongText.objects.filter(pk=self.pk).update(head=revision.pk)
        Change.objects.create(
            page_id=self.pk, revision=revision, by=user, at=revision.created_at, why=why[:200], size=size
        )
        # Whoever publishes the revision writes this object, and the page may have moved since it was read.
        self.refresh_from_db(fields=[*LongText.kept, *LongText.placed, "url_path", "live"])
        self.__dict__.pop("_cached_parent_obj", None)  # treebeard's
        if was_live != self.live:
            raise Stale(self.pk)
        return revision

    def with_content_json(self, content: dict[str, Any]) -> "LongText":
        """An old revision, without what it says about the page of then, or about where that stood."""
        page = super().with_content_json(content)
        for name in (*self.specific_class.kept, "slug"):
            setattr(page, name, getattr(self, name))
        return page

    def _do_update(self, base_qs: Any, using: Any, pk_val: Any, values: Any, update_fields: Any, forced: Any) -> bool:
        """Of Django's: writes one table of the page. What is kept, and where it stands, is written only if named."""
        if not update_fields:
            values = [each for each in values if each[0].name not in (*self.kept, *self.placed)]
        return super()._do_update(base_qs, using, pk_val, values, update_fields, forced)


def words_of(title: str) -> str:
    """What an address says of a title, or "-" when nothing of it can stand there."""
    return slugify(title, allow_unicode=True)[:80].strip("-") or "-"


def audience_above(path: str) -> int | None:
    """The team for which alone the page above `path` is; None for everybody here."""
    above = LongText.objects.filter(path=path[: -LongText.steplen]).values_list("audience", flat=True)
    return above.first()


def parents_of(pages: Iterable[LongText], viewer: Any) -> dict[int, str]:
    """The title of the page above each, by the number of that below; in one query."""
    paths = {page.pk: page.path[: -LongText.steplen] for page in pages}
    titles = dict(LongText.objects.visible_to(viewer).filter(path__in=set(paths.values())).values_list("path", "title"))
    return {pk: titles[path] for pk, path in paths.items() if path in titles}
