from collections.abc import Iterable, Mapping
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from intranet.kit.declarations import gathered
from intranet.kit.fields import HtmlField
from intranet.kit.markup import plain_text
from intranet.kit.paging import cursor_of
from intranet.people.frame import my_teams
from intranet.people.models import Membership, Team
from intranet.people.tastes import tastes
from microblog.signs import SIGNS, Sign

LONGEST = 5000  # characters of one update


class AudienceQuerySet(models.QuerySet["UpdateAudience"]):
    def addressed_to(self, viewer: Any) -> Self:
        """Audiences that `viewer` belongs to: the company, open teams, and closed teams they are in."""
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        if viewer.sees_everything:
            return self
        mine = Membership.objects.filter(person=viewer).values("team")
        return self.filter(Q(team=None) | Q(team__is_closed=False) | Q(team__in=mine))


class UpdateAudience(models.Model):
    """An update is addressed to this team; without a team, to the whole company.

    A thread whose first update has no such row is for nobody, administrators included: what it tells of is not out.
    """

    # Both are the first column of an index below.
    update = models.ForeignKey("microblog.Update", models.CASCADE, related_name="audiences", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    objects = AudienceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["update", "team"], name="addressed_once"),
            models.UniqueConstraint(fields=["update"], condition=Q(team=None), name="addressed_to_company_once"),
        ]
        indexes = [models.Index(fields=["team", "update"], name="microblog_team_feed")]

    def __str__(self) -> str:
        return f"{self.update_id} to {self.team or 'the company'}"


class UpdateQuerySet(models.QuerySet["Update"]):
    def visible_to(self, viewer: Any) -> Self:
        """The one door: every page, feed, socket, mail and search result walks through it.

        A reply has the audience of the update its thread began with. Who left a closed team no longer sees what is
        said there, their own words included: otherwise a thread would go on telling them who answered.
        """
        heard = UpdateAudience.objects.filter(update=first_of_thread()).addressed_to(viewer)
        return self.filter(Exists(heard))

    def read_by(self, people: Mapping[int, Any], roots: Iterable[int]) -> dict[int, set[int]]:
        """`visible_to` for many at once: who of `people` (active ones, by number) reads each of these threads."""
        audiences = list(UpdateAudience.objects.filter(update__in=roots).values_list("update", "team"))
        readers = Team.objects.seen_by(people, {team for _, team in audiences if team})
        found: dict[int, set[int]] = {}
        for root, team in audiences:
            found.setdefault(root, set()).update(people if team is None else readers[team])
        return found

    def first_ones(self) -> Self:
        """Updates that begin a thread and are still there."""
        return self.filter(root=None, is_retracted=False)

    def standing(self) -> Self:
        return self.filter(is_retracted=False)

    def addressed_to_company(self) -> Self:
        return self.filter(Exists(UpdateAudience.objects.filter(update=OuterRef("pk"), team=None)))

    def addressed_to_team(self, team: Team) -> Self:
        # Not Exists: a small team's feed starts from its few audience rows instead of walking through all updates.
        return self.filter(pk__in=UpdateAudience.objects.filter(team=team).values("update"))

    def for_you(self, viewer: Any) -> Self:
        """What concerns `viewer`: the company, their teams, what they follow, and what they subscribe to."""
        mine = {team.pk for team in my_teams(viewer)}  # read for the frame anyway
        followed = tastes(viewer)
        concerned = Q(team=None) | Q(team__in=mine | followed.teams)
        concerns = UpdateAudience.objects.filter(concerned, update=OuterRef("pk"))
        wanted: Any = Exists(concerns) | Q(author__in=followed.people)
        for kind, numbers in followed.subscribed:
            told = gathered("subscribed", "SUBSCRIBED")[kind].told(numbers)
            wanted |= Exists(told.filter(update=OuterRef("pk")))
        return self.filter(wanted)

    def followed_by(self, viewer: Any) -> Self:
        """Posted by people, or in teams, that `viewer` follows."""
        followed = tastes(viewer)
        by_people = Update.objects.first_ones().filter(author__in=followed.people).values("pk")
        in_teams = UpdateAudience.objects.filter(team__in=followed.teams).values("update")
        return self.filter(pk__in=by_people.union(in_teams))

    def without_muted(self, viewer: Any) -> Self:
        """Without what people posted whom `viewer` does not want to read."""
        muted = tastes(viewer).muted
        return self.exclude(author__in=muted) if muted else self

    def tagged(self, tag: Any) -> Self:
        return self.filter(tags=tag)


def first_of_thread() -> Coalesce:
    """The update whose audience counts for the row outside a subquery: the first of its thread."""
    return Coalesce(OuterRef("root_id"), OuterRef("pk"), output_field=models.BigIntegerField())


class Update(models.Model):
    """Something a person said: the first of a thread, or a reply in one."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="updates")
    root = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies", db_index=False)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="answered_by")
    text = models.TextField(max_length=LONGEST)  # may be empty when pictures or files go with it
    html = HtmlField()
    posted_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    # Kept beside the Retraction row, so that the index of a feed can leave these out.
    is_retracted = models.BooleanField(default=False)
    reply_count = models.PositiveIntegerField(default=0)
    reaction_counts = models.JSONField(default=dict)  # {"like": 3}, without zeros; kept, as the Reaction rows are
    helpful_count = models.PositiveIntegerField(default=0)  # as an answer; kept, as the HelpfulAnswer rows are
    attached = models.JSONField(default=list)  # what its card shows of its pictures and files
    card = models.JSONField(default=dict)  # what it tells of that stands elsewhere; see `actions.announcements`
    version = models.PositiveIntegerField(default=1)  # one more whenever something changes that its card shows
    tags = models.ManyToManyField("microblog.Tag", through="microblog.UpdateTag", related_name="updates")

    objects = UpdateQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["author", "-posted_at", "-id"],
                condition=Q(is_retracted=False),
                name="microblog_person_feed",
            ),
            # Also the index of every feed: updates that begin a thread are those whose root is null.
            models.Index(fields=["root", "posted_at", "id"], name="microblog_thread"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(root=models.F("id")), name="root_is_another"),
        ]

    def __str__(self) -> str:
        return f"update {self.pk}"  # never its text: names stand in the trail and in logs

    def get_absolute_url(self) -> str:
        if self.root_id:
            return f"{reverse('microblog:thread', args=[self.root_id])}?reply={self.pk}#update-{self.pk}"
        return reverse("microblog:thread", args=[self.pk])

    @property
    def thread_id(self) -> int:
        return self.root_id or self.pk

    @property
    def is_answer(self) -> bool:
        """Does it answer the first of its thread, and not another reply?"""
        return self.root_id is not None and self.parent_id in {self.root_id, None}

    @property
    def is_taken_down(self) -> bool:
        """Did somebody else take it back?"""
        retraction = getattr(self, "retraction", None) if self.is_retracted else None
        return retraction is not None and retraction.by_id != self.author_id

    @property
    def excerpt(self) -> str:
        """Its first words on one line, for a reply that answers it."""
        return Truncator(self.card["title"] if self.card else plain_text(self.html)).chars(90)

    @property
    def tally(self) -> list[tuple[Sign, int]]:
        """Every sign in its order, and how many gave it."""
        return [(sign, self.reaction_counts.get(sign.key, 0)) for sign in SIGNS]

    @property
    def cursor(self) -> str:
        return cursor_of(self.posted_at, self.pk)


class Edit(models.Model):
    """What an update said before somebody changed it, until then."""

    update = models.ForeignKey(Update, models.CASCADE, related_name="edits")
    text = models.TextField()
    attached = models.JSONField(default=list)  # what went with it, as the update kept it
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"edit of update {self.update_id}"


class Retraction(models.Model):
    """Somebody took an update back. Its text is kept here, where no page shows it, for those who must give account."""

    update = models.OneToOneField(Update, models.CASCADE, related_name="retraction")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"retraction of update {self.update_id}"
