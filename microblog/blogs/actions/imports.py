"""Posts that were written elsewhere come here: each whole, and never over what somebody wrote here."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from wagtail.models import Page

from intranet.audit import trail
from intranet.people.models import User
from intranet.writing.actions import texts
from intranet.writing.models import LongText
from intranet.writing.models.long_text import words_of
from microblog.blogs.models import Blog, BlogPost, ImportedPost

from . import posts


@dataclass(frozen=True)
class Brought:
    """What a post is, as its file says."""

    title: str
    body: str
    summary: str
    at: datetime  # when it was published
    authors: list[User] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    cover: int | None = None  # the number of its picture
    waits: bool = False


@transaction.atomic
def keep_place(*, by: User, blog: Blog, title: str, folder: str, path: str) -> ImportedPost:
    """A post that nobody but its writers sees yet stands in the blog, so that links can lead to it."""
    post: Any = BlogPost.below(blog, title=title, live=False, owner=blog.person, changed_by=by)
    if words_of(title) == "-":
        post.slug = uuid4().hex
    texts.hold_tree(blog.path)
    Page.objects.select_for_update().get(pk=blog.pk).add_child(instance=post)
    return ImportedPost.objects.create(folder=folder, path=path, post=post)


@transaction.atomic
def bring(*, by: User, row: ImportedPost, brought: Brought, digest: str) -> None:
    """The post says what its file says, and is out since the day on which it was published, unless it waits.

    Raises Stale when somebody changed it meanwhile.
    """
    of_it = BlogPost.objects.filter(pk=row.post_id)
    of_it.update(cover=brought.cover, first_published_at=None if brought.waits else brought.at)

    def more(by: User, page: LongText) -> None:
        post: Any = page
        ImportedPost.objects.filter(pk=row.pk).update(head=post.head)
        posts.was_written(by=by, post=post, authors=brought.authors, tags=brought.tags)

    says = {"title": brought.title, "body": brought.body, "summary": brought.summary}
    texts.save(by=by, page=of_it.get(), base=row.head, changes=says, why="Imported", more=more)
    post = of_it.get()
    if not (post.live or brought.waits):
        texts.publish(by=by, page=post, base=post.head)
    of_it.update(changed_at=brought.at)
    of_it.filter(live=True).update(last_published_at=brought.at)
    ImportedPost.objects.filter(pk=row.pk).update(digest=digest)


@transaction.atomic
def finish(*, by: User, blog: Blog, made: int, changed: int) -> None:
    """The trail knows who brought how many posts; an import that brought nothing is no deed."""
    if made or changed:
        trail.record("blog.imported", by=by, about=blog, made=made, changed=changed)
