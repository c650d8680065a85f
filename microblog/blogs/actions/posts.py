"""Posts are written, read by who answers for the blog, sent out at their time, and withdrawn."""

import logging
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from intranet import live
from intranet.audit import trail
from intranet.governance.actions import reports
from intranet.kit import policy
from intranet.people.models import User
from intranet.writing.actions import files, texts
from intranet.writing.models import LongText
from microblog.actions import announcements, tagged
from microblog.blogs import bells, crediting, reviews
from microblog.blogs.authors import authors_of, names_of, speaker_of
from microblog.blogs.cards import card_of
from microblog.blogs.models import Announcement, BlogPost, Departure, Wish

from . import announcing

log = logging.getLogger(__name__)
#: What was out for longer, elsewhere, is no news here.
OLD = timedelta(days=1)
PAUSE = 30  # seconds until what could not go out is tried again


class TooEarly(ValueError):
    """A time that has passed; the sentence says what to do."""


@transaction.atomic
def was_written(*, by: User, post: BlogPost, authors: Sequence[User], tags: Iterable[str]) -> None:
    """A save goes on: who wrote and who prepared the post is known, and its tags are these.

    What was approved is approved no longer, unless whoever may publish it wrote this.
    """
    are_others = authors_of(post) != list(authors)
    crediting.credit(post=post, authors=authors)
    is_retagged = crediting.tag(post=post, names=tags)
    tagged.touch("blogpost", [post.pk])
    if post.live and are_others:
        trail.record("blogpost.credited", by=by, about=post, authors=names_of(authors))
    if post.live and (are_others or is_retagged):  # also when not a word is another one
        published(post=post)
    if policy.allows(by, "blogpost.publish", post):
        to_come = Departure.objects.filter(post=post, goes_out_at__gt=timezone.now())
        to_come.update(revision=post.head, by=by)  # what is late waits for a word, and does not go with the next save
    reviews.follow(post=post)


@transaction.atomic
def was_covered(*, by: User, post: BlogPost) -> None:
    """Another cover is like other words: what was approved is approved no longer, unless whoever put it may publish."""
    if not policy.allows(by, "blogpost.publish", post):
        Departure.objects.filter(post=post).update(revision=Departure.OTHER_COVER)


@transaction.atomic
def was_restored(*, by: User, post: BlogPost) -> None:
    """An earlier text stands there again: the same as with a save, but who wrote it and its tags stay."""
    was_written(by=by, post=post, authors=authors_of(post), tags=post.tag_rows.values_list("tag__name", flat=True))


@transaction.atomic
def publish(*, by: User, post: BlogPost, base: int) -> None:
    """The post is out, as revision `base` says. Raises Stale when there is a newer one, or another cover than `post`
    has. Once is enough.
    """
    cover, post = post.cover_id, _locked(post)
    if post.live:
        return
    _require_as_read(post, base, cover)
    reviews.end(by=by, post=post)  # first, or Wagtail would call the review off: the post was published meanwhile
    texts.publish(by=by, page=post, base=base)
    trail.record("blogpost.released", by=by, about=post, authors=names_of(authors_of(post)))
    bells.decided(post=post)


@transaction.atomic
def schedule(*, by: User, post: BlogPost, base: int, goes_out_at: datetime) -> Departure:
    """The post goes out at that time, as revision `base` says. Raises TooEarly, and Stale when there is a newer one or
    another cover than `post` has, or when it went out in the meantime.
    """
    cover, post = post.cover_id, _locked(post)
    if goes_out_at <= timezone.now():
        raise TooEarly("This time has passed. Choose a later one, or publish it now.")
    if post.live:
        raise texts.Stale(post.pk)
    _require_as_read(post, base, cover)
    plan = {"goes_out_at": goes_out_at, "by": by, "at": timezone.now(), "revision": base}
    departure, _ = Departure.objects.update_or_create(post=post, defaults=plan)
    reviews.end(by=by, post=post)
    trail.record("blogpost.scheduled", by=by, about=post, at=goes_out_at.isoformat())
    bells.decided(post=post)
    return departure


@transaction.atomic
def unschedule(*, by: User, post: BlogPost) -> None:
    """The post waits again until somebody publishes it."""
    post = _locked(post)
    if Departure.objects.filter(post=post).delete()[0]:
        trail.record("blogpost.unscheduled", by=by, about=post)


@transaction.atomic
def submit(*, by: User, post: BlogPost, goes_out_at: datetime | None = None) -> None:
    """Whoever answers for the blog is asked to read the post; it should go out at once, or at this time.

    Raises AlreadyAsked, also when it is out.
    """
    post = _locked(post)
    if post.live:
        raise reviews.AlreadyAsked
    reviews.begin(by=by, post=post, goes_out_at=goes_out_at)
    trail.record("blogpost.submitted", by=by, about=post)
    bells.asked_to_read(by=by, post=post)


@transaction.atomic
def call_off(*, by: User, post: BlogPost) -> bool:
    """Nobody is asked to read the post any more. False when nobody was."""
    post = _locked(post)
    if not reviews.of(post):
        return False
    reviews.call_off(by=by, post=post)
    trail.record("blogpost.called_off", by=by, about=post)
    bells.decided(post=post)
    return True


@transaction.atomic
def approve(*, by: User, post: BlogPost, base: int) -> bool:
    """The post goes out, now or at the time that was asked for. Raises Stale when `base`, or the cover that `post` has,
    is not what they read.

    Once is enough: False when nobody asks about it any more.
    """
    cover, post = post.cover_id, _locked(post)
    if not reviews.of(post):
        return False
    _require_as_read(post, base, cover)
    trail.record("blogpost.approved", by=by, about=post)
    bells.judged("blogpost.approved", by=by, post=post)
    wanted = reviews.wanted_time(post)
    if wanted and wanted > timezone.now():
        schedule(by=by, post=post, base=base, goes_out_at=wanted)
    else:
        publish(by=by, post=post, base=base)
    return True


@transaction.atomic
def send_back(*, by: User, post: BlogPost, why: str) -> bool:
    """The post is not to go out like this; `why` is told to who asked. False when nobody asks about it any more."""
    post = _locked(post)
    if not reviews.of(post):
        return False
    reviews.refuse(by=by, post=post, why=why)
    trail.record("blogpost.sent_back", by=by, about=post)
    bells.judged("blogpost.sent_back", by=by, post=post)
    return True


def publish_due() -> int:
    """What should be out by now goes out, each by itself, so that one that cannot keeps no other back.

    Returns how many went out. However many do this at once, and wherever one of them dies, each goes out once.
    """
    due = Departure.objects.ready().order_by("goes_out_at", "pk").values_list("post", flat=True)
    return sum(_departed(number) for number in list(due))


def _departed(number: int) -> bool:
    failed = f"blogs.departure-failed.{number}"
    if cache.get(failed):
        return False
    try:
        return _depart(number)
    except Exception:
        log.exception("Post %s cannot go out; it is tried again", number)
        cache.add(failed, True, PAUSE)
        return False


@transaction.atomic
def _depart(number: int) -> bool:
    held = LongText.objects.select_for_update(skip_locked=True).filter(pk=number).first()  # first, as all others do
    departure = Departure.objects.ready().select_related("by").filter(post=number).first()
    if not (held and departure):  # another worker has it, somebody stopped it, or it was changed
        return False
    post = _locked(held.specific)
    if not policy.allows(departure.by, "blogpost.publish", post):
        Departure.objects.filter(pk=departure.pk).update(revision=Departure.LAPSED)
        return False
    publish(by=departure.by, post=post, base=departure.revision)
    return True


@transaction.atomic
def withdraw(*, by: User, post: BlogPost) -> None:
    """The post is no longer there for readers; it and what was said below it can be published again."""
    post = _locked(post)
    if not post.live:
        return
    texts.withdraw(by=by, page=post)
    trail.record("blogpost.withdrawn", by=by, about=post)


@transaction.atomic
def published(*, post: BlogPost) -> None:
    """The post stands as it says now; the feed tells of it once, and of every change in the same place.

    What comes here long after it was published has its comments, too, far down in the feed, and nobody is told.
    """
    _forget_plans(post)
    announcement = Announcement.objects.select_related("update").filter(post=post).first()
    if not announcement or announcement.update.is_retracted:  # what was tried while it was not out stays unknown
        BlogPost.objects.filter(pk=post.pk).update(first_revision=post.head)
    is_old = not announcement and post.first_published_at < timezone.now() - OLD
    teams = [post.audience] if post.audience else []
    told: dict[str, Any] = {"by": speaker_of(post), "card": card_of(post), "teams": teams}
    if announcement:
        announcements.change(update=announcement.update, **told)
    else:
        update = announcements.announce(at=post.first_published_at if is_old else None, **told)
        Announcement.objects.create(post=post, update=update)
        if not is_old:
            bells.came_out(post=post)
    tagged.touch("blogpost", [post.pk])
    _bump_blogs([post.pk])
    if is_old:
        return
    live.send(f"page:{post.of_blog_id}", "page.changed", ref=post.of_blog_id)
    live.send(f"page:{post.pk}", "page.changed", ref=post.pk)


@transaction.atomic
def unpublished(*, post: BlogPost) -> None:
    """Nothing tells of the post any more, and nobody sees what was said below it."""
    _forget_plans(post)
    if announcement := Announcement.objects.select_related("update").filter(post=post).first():
        announcements.hide(update=announcement.update)
    reports.gone(by=None, kind="blogpost", numbers=[post.pk])
    tagged.touch("blogpost", [post.pk])
    announcing.has_changed(blog=post.of_blog_id)
    live.send(f"page:{post.of_blog_id}", "blogpost.withdrawn", ref=post.pk)  # who reads that may hear of this still
    live.send(f"page:{post.pk}", "rights.changed", ref=post.pk)


@transaction.atomic
def gone(*, post: LongText) -> None:
    """The post is deleted: it can no longer be found, and shows no files any more."""
    tagged.forget("blogpost", post)
    reports.gone(by=None, kind="blogpost", numbers=[post.pk])
    for kind in ("blogpost", texts.drafts_of(post)):
        files.let_go(kind=kind, number=post.pk)


@transaction.atomic
def audience_changed(*, numbers: Collection[int]) -> None:
    """Others than before may read these posts."""
    posts = list(BlogPost.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    tagged.touch("blogpost", posts)
    _bump_blogs(posts)
    live.send_all((f"page:{number}", "rights.changed", number) for number in posts)


def _forget_plans(post: BlogPost) -> None:
    """Whatever was to become of it came about, in whichever way; only who plans it anew sends it out again."""
    Departure.objects.filter(post=post).delete()
    Wish.objects.filter(post=post).delete()


def _bump_blogs(posts: Collection[int]) -> None:
    """What is drawn of these posts' blogs, and of the posts beside them, is drawn anew."""
    blogs = BlogPost.objects.filter(pk__in=posts).values("of_blog")
    LongText.objects.filter(pk__in=blogs).update(version=F("version") + 1)


def _require_as_read(post: BlogPost, base: int, cover: int | None) -> None:
    """Raises Stale when the words or the cover are others than those that somebody said yes to."""
    if (post.head, post.cover_id) != (base, cover):
        raise texts.Stale(post.pk)


def _locked(post: BlogPost) -> BlogPost:
    """Raises Stale when somebody has deleted it."""
    LongText.objects.select_for_update().filter(pk=post.pk).first()
    found = BlogPost.objects.select_related("of_blog", "audience").filter(pk=post.pk).first()
    if found is None:
        raise texts.Stale(post.pk)
    return found
