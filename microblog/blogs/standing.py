"""How posts that are not out stand: what keeps them, since when, and what is to happen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from intranet.people.models import Membership, User
from intranet.people.models.user import Role

from .models import Blog, BlogPost, Departure, Part

MOST_NAMED = 3  # moderators, of whom each will do


@dataclass(frozen=True)
class Standing:
    """``draft``, ``asked`` (somebody is to read it), ``returned``, ``planned``, ``changed`` (after it was planned),
    ``lapsed`` (who planned it might not publish it any more) or ``withdrawn``; ``out`` when it is there for all."""

    name: str
    by: User | None = None  # who asked, sent back or planned
    goes_out_at: datetime | None = None  # or is wanted to
    why: str = ""
    was_out: bool = False

    @property
    def is_draft(self) -> bool:
        """Nobody waits for it, and it was never out."""
        return self.name in {"draft", "returned"} and not self.was_out

    @property
    def when(self) -> str:
        return in_words(self.goes_out_at) if self.goes_out_at else ""

    @property
    def is_still_to_come(self) -> bool:
        return bool(self.goes_out_at and self.goes_out_at > timezone.now())


def standings(posts: Iterable[BlogPost]) -> dict[int, Standing]:
    """How each of these posts stands, by number. They were read with their `departure` and `wish`; one query more."""
    posts = list(posts)
    states = _last_states([post.pk for post in posts if not post.live])
    return {post.pk: _standing(post, states.get(post.pk)) for post in posts}


def of(post: BlogPost) -> Standing:
    return standings([post])[post.pk]


def readers_of(post: BlogPost) -> list[User]:
    """Those who are asked to read a post before it goes out, but who wrote it; none when a moderator has to."""
    if post.of_blog.person:
        return [post.of_blog.person]
    wrote = post.credits.filter(part=Part.WROTE).values("person")
    leads = Membership.objects.filter(team=post.of_blog.team_id, is_lead=True).exclude(person__in=wrote)
    leads = leads.select_related("person").order_by("person__name", "person")
    return [each.person for each in leads]


def whom(readers: Iterable[User], *, you: User | None = None) -> str:
    """For whom it waits, such as "you or Ben Ali", said to one of them."""
    names = [person.name for person in readers if person != you]
    names = [*(["you"] if you else []), *names] or ["somebody"]
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def who_changes(number: int) -> list[User]:
    """Those who may change what is out in this blog, where it was approved; moderators where nobody leads the team."""
    blog = Blog.objects.select_related("person").get(pk=number)
    if blog.person:
        return [blog.person]
    here = User.objects.here().order_by("name", "pk")
    if leads := list(here.filter(memberships__team=blog.team_id, memberships__is_lead=True)):
        return leads
    moderators = here.filter(role__in=[Role.MODERATOR, Role.ADMIN]).in_bulk()
    readers = Blog.objects.read_by(moderators, [blog.pk]).get(blog.pk, set())
    return list(here.filter(pk__in=readers)[:MOST_NAMED])


def time_of(post: BlogPost) -> datetime | None:
    """When it was last said that the post, which is not out, should go out, if that is still to come."""
    said: Any = getattr(post, "departure", None) or getattr(post, "wish", None)
    return said.goes_out_at if said and said.goes_out_at > timezone.now() else None


def in_words(at: datetime) -> str:
    """ "Monday 08:00", and with the day what is further away than a week."""
    local, today = timezone.localtime(at), timezone.localdate()
    if 0 <= (local.date() - today).days < 7:
        return f"{local:%A %H:%M}"
    return f"{local:%A %-d %B %H:%M}" if local.year == today.year else f"{local:%A %-d %B %Y %H:%M}"


def _last_states(posts: list[int]) -> dict[int, TaskState]:
    """The newest step of a review of each."""
    if not posts:
        return {}
    kind = ContentType.objects.get_for_model(BlogPost)
    rows = TaskState.objects.filter(workflow_state__content_type=kind, workflow_state__object_id__in=map(str, posts))
    rows = rows.select_related("workflow_state__requested_by", "finished_by").order_by("pk")
    return {int(row.workflow_state.object_id): row for row in rows}


def _standing(post: BlogPost, state: TaskState | None) -> Standing:
    if post.live:
        return Standing("out")
    departure, wish = getattr(post, "departure", None), getattr(post, "wish", None)
    if departure and departure.revision == post.head:
        return Standing("planned", departure.by, departure.goes_out_at)
    if state and _is_open(state):
        return Standing("asked", state.workflow_state.requested_by, wish.goes_out_at if wish else None)
    if departure:
        name = "lapsed" if departure.revision == Departure.LAPSED else "changed"
        return Standing(name, departure.by, departure.goes_out_at)
    if state and state.status == TaskState.STATUS_REJECTED and _is_newer(state, post):
        return Standing("returned", state.finished_by, why=state.comment, was_out=post.was_out)
    return Standing("withdrawn" if post.was_out else "draft", was_out=post.was_out)


def _is_open(state: TaskState) -> bool:
    is_asked: bool = state.workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
    return is_asked and state.status == TaskState.STATUS_IN_PROGRESS


def _is_newer(state: TaskState, post: BlogPost) -> bool:
    """What was sent back before the post was out is long forgotten."""
    return not post.last_published_at or state.started_at > post.last_published_at
