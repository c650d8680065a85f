"""Who may do what in blogs. Whether somebody may read a post at all is `BlogPost.objects.visible_to`.

Most rules ask what somebody has to do with a blog: whoever knows that already asks the functions with a name.
"""

from dataclasses import dataclass
from typing import Protocol

from django.db.models import Q

from intranet.people.models import Membership, User
from intranet.people.models.user import Role

from . import reviews
from .models import Blog, BlogPost, Part, PostQuestion


class Ties(Protocol):
    """What ties somebody to a blog, and to a post of it."""

    @property
    def person(self) -> int | None:
        """The number of the person whose blog it is; None for that of a team."""

    @property
    def is_reviewed(self) -> bool: ...

    @property
    def leads(self) -> bool:
        """Do they lead the team whose blog it is?"""

    @property
    def writes(self) -> bool:
        """Do they write in the blog?"""

    @property
    def wrote(self) -> bool:
        """Does the post name them as having written it?"""


def answers(user: User, ties: Ties) -> bool:
    """The person whose blog it is; for a team, its leads and moderators."""
    return ties.person == user.pk if ties.person else user.moderates or ties.leads


def publishes(user: User, ties: Ties) -> bool:
    """Where somebody answers for what goes out, only they; else all who write there."""
    return answers(user, ties) if ties.is_reviewed or ties.person else ties.writes


def withdraws(user: User, ties: Ties) -> bool:
    """What is out."""
    return user.moderates or publishes(user, ties)


def wrote(user: User, ties: Ties) -> bool:
    """Those whom the post names as having written it, while they write there, and whoever answers for the blog."""
    return answers(user, ties) or (ties.wrote and ties.writes)


def learns_reach(user: User, ties: Ties) -> bool:
    return user.communicates or wrote(user, ties)


def sets(user: User, ties: Ties) -> bool:
    """How a blog is called and how it looks."""
    return user.communicates or answers(user, ties)


def names_writers(user: User, ties: Ties) -> bool:
    """Who writes in a blog reads what is not out yet. In a person's, that is for them to say, or for administrators."""
    return ties.person == user.pk or user.sees_everything if ties.person else sets(user, ties)


@dataclass(frozen=True)
class _Asked:
    """Ties that are asked of the database when a rule wants to know."""

    user: User
    blog: Blog
    post: BlogPost | None = None

    @property
    def person(self) -> int | None:
        return self.blog.person_id

    @property
    def is_reviewed(self) -> bool:
        return self.blog.is_reviewed

    @property
    def leads(self) -> bool:
        return bool(self.blog.team and self.blog.team.led_by(self.user))

    @property
    def writes(self) -> bool:
        return Blog.objects.written_by(self.user).filter(pk=self.blog.pk).exists()

    @property
    def wrote(self) -> bool:
        return bool(self.post and self.post.credits.filter(part=Part.WROTE, person=self.user).exists())


def _to(user: User, post: BlogPost) -> _Asked:
    return _Asked(user, post.of_blog, post)


def _edits(user: User, post: BlogPost) -> bool:
    """What is out is changed only by those who may put it out."""
    ties = _to(user, post)
    return publishes(user, ties) if post.live else ties.writes


def _approves(user: User, post: BlogPost) -> bool:
    ties = _to(user, post)
    return not post.live and answers(user, ties) and not _is_for_others(post, ties)


def _publishes(user: User, post: BlogPost) -> bool:
    ties = _to(user, post)
    return not post.live and publishes(user, ties) and not _is_for_others(post, ties)


def _submits(user: User, post: BlogPost) -> bool:
    return not post.live and _to(user, post).writes and not _publishes(user, post)


def _calls_off(user: User, post: BlogPost) -> bool:
    """Whoever may write the post, and whoever asked."""
    if post.live:
        return False
    state = reviews.of(post)
    return _to(user, post).writes or bool(state and state.workflow_state.requested_by_id == user.pk)


def _is_for_others(post: BlogPost, ties: Ties) -> bool:
    """Nobody reads for a team what they wrote themselves, as long as somebody else can."""
    return bool(ties.is_reviewed and not ties.person and ties.wrote and others_who_read(post))


def others_who_read(post: BlogPost) -> set[int]:
    """Those who answer for the team's blog and have not written the post."""
    leads = Membership.objects.filter(team=post.of_blog.team_id, is_lead=True).values("person")
    wrote = post.credits.filter(part=Part.WROTE).values("person")
    answering = (
        User.objects.here().filter(Q(pk__in=leads) | Q(role__in=[Role.MODERATOR, Role.ADMIN])).exclude(pk__in=wrote)
    )
    return Blog.objects.read_by(answering.in_bulk(), [post.of_blog_id]).get(post.of_blog_id, set())


def _takes_back(user: User, question: PostQuestion) -> bool:
    return user.moderates or (question.by_id == user.pk and not question.is_answered)


RULES = {
    "blog.create": lambda user, _: user.communicates or user.moderates,
    "blog.edit": lambda user, blog: sets(user, _Asked(user, blog)),
    "blog.writers": lambda user, blog: names_writers(user, _Asked(user, blog)),
    "blogpost.create": lambda user, blog: _Asked(user, blog).writes,  # asked of the blog
    "blogpost.edit": _edits,
    "blogpost.submit": _submits,
    "blogpost.call_off": _calls_off,
    "blogpost.approve": _approves,
    "blogpost.publish": _publishes,
    "blogpost.withdraw": lambda user, post: post.live and withdraws(user, _to(user, post)),
    "blogpost.delete": lambda user, post: not post.was_out and _to(user, post).writes,
    "blog.subscribe": lambda user, _: True,
    "blogpost.reach": lambda user, post: learns_reach(user, _to(user, post)),
    "question.ask": lambda user, post: post.live,
    "question.vote": lambda user, question: True,
    "question.answer": lambda user, post: post.live and wrote(user, _to(user, post)),  # asked of the post
    "question.take_back": _takes_back,
}
