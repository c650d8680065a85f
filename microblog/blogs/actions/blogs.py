"""Who writes in a blog, who reads it first, and the covers of blogs and posts."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F

from intranet import live
from intranet.audit import trail
from intranet.kit import markup
from intranet.people.models import User
from intranet.writing.actions import texts
from intranet.writing.models import FileUse, Image, LongText
from microblog.blogs.models import Blog, BlogPost, BlogWriter

from . import announcing, posts


@transaction.atomic
def let_write(*, by: User, blog: Blog, people: Collection[User]) -> None:
    """These people write in the blog, besides those whose it is."""
    wanted = {person.pk for person in people} - {blog.person_id}
    there = set(blog.writers.values_list("person", flat=True))
    if wanted == there:
        return
    blog.writers.exclude(person__in=wanted).delete()
    new = [BlogWriter(blog=blog, person_id=pk, asked_by=by) for pk in sorted(wanted - there)]
    BlogWriter.objects.bulk_create(new, ignore_conflicts=True)
    trail.record("blog.writers", by=by, about=blog, people=sorted(wanted))
    announcing.has_changed(blog=blog.pk)


@transaction.atomic
def have_read(*, by: User, blog: Blog, is_reviewed: bool) -> None:
    """Somebody reads each post of the team's blog before it goes out, or nobody has to."""
    if Blog.objects.filter(pk=blog.pk, is_reviewed=not is_reviewed).update(is_reviewed=is_reviewed):
        trail.record("blog.changed", by=by, about=blog, is_reviewed=is_reviewed)


@transaction.atomic
def put_cover(*, by: User, page: Blog | BlogPost, picture: Image | None) -> None:
    """The blog or the post has this cover, or none; whoever may read it sees it, and the one before no longer."""
    LongText.objects.select_for_update().get(pk=page.pk)
    kind: Any = type(page)
    old = kind.objects.values_list("cover", flat=True).get(pk=page.pk)
    if old == (picture.pk if picture else None):
        return
    kind.objects.filter(pk=page.pk).update(cover=picture)
    LongText.objects.filter(pk=page.pk).update(version=F("version") + 1)
    page.refresh_from_db()
    texts.uses_files(by=by, page=page)
    if old not in markup.things_in(page.body).pictures:
        FileUse.objects.of(page._meta.model_name or "", [page.pk]).filter(picture=old).delete()
    if isinstance(page, Blog):
        trail.record("blog.changed", by=by, about=page)
        live.send(f"page:{page.pk}", "page.changed", ref=page.pk)
    elif page.live:  # what is prepared is not on the trail, which others read
        trail.record("blogpost.cover", by=by, about=page)
        posts.published(post=page)
    else:
        posts.was_covered(by=by, post=page)
