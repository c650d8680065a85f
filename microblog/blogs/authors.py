"""Whose words a post is."""

from collections.abc import Iterable
from typing import Any, cast

from intranet.people.models import User

from .models import BlogPost, Part


def authors_of(post: BlogPost) -> list[User]:
    return [each.person for each in post.credits.filter(part=Part.WROTE).select_related("person")]


def names_of(people: Iterable[User]) -> str:
    """As the trail keeps them."""
    return ", ".join(person.name for person in people) or "—"


def speaker_of(post: BlogPost) -> User:
    """In whose name the feed tells of it: who wrote it, first of all.

    When nobody knows who did, as of what came from elsewhere, a lead of the team speaks, and not whoever brought it.
    """
    blog = post.of_blog
    leads = User.objects.here().filter(memberships__team=blog.team_id, memberships__is_lead=True).order_by("pk")
    speaker: Any = next(iter(authors_of(post)), None) or blog.person or leads.first() or post.owner or post.changed_by
    return cast(User, speaker)
