"""Drafts that were never out are deleted."""

from django.db import transaction
from wagtail.models import PageLogEntry

from intranet.audit import trail
from intranet.audit.models import Entry
from intranet.people.models import User
from intranet.writing.actions import texts
from intranet.writing.models import LongText
from microblog.blogs import standing
from microblog.blogs.models import BlogPost


class Underway(ValueError):
    """The post waits for somebody or for its time, or is or was out."""


@transaction.atomic
def delete(*, by: User, post: BlogPost) -> None:
    """The draft is gone, with its history, and all that anybody typed there. Once is enough. Raises Underway.

    What is prepared is not on the trail; only of what stands there already it is said that it is deleted.
    """
    texts.hold_tree(post.path)
    LongText.objects.select_for_update().filter(pk=post.pk).first()
    found = BlogPost.objects.select_related("departure", "wish").filter(pk=post.pk).first()
    if found is None:
        return
    if not standing.of(found).is_draft:
        raise Underway
    if Entry.objects.filter(about_kind=found._meta.label_lower, about_id=found.pk).exists():
        trail.record("blogpost.deleted", by=by, about=found)
    BlogPost.objects.filter(pk=found.pk).delete()
    PageLogEntry.objects.filter(page=found.pk).delete()  # Wagtail would keep its title for the back office
