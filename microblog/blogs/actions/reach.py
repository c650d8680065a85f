"""Counting how many opened a post, and nothing else.

It is counted while the page is made, which costs one read for whoever was counted before. A task would have to say in
its row who opened what, and to keep that after it was done.
"""

import hashlib
import hmac
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from intranet.kit import patience
from intranet.people.models import Membership, Profile, User
from microblog.blogs.models import BlogPost, Credit, ReachDay, ReachDepartment, ReachKey
from microblog.blogs.telling import FEWEST, Readers, told_next

COUNTED_FOR = timedelta(days=30)  # from the day on which a post went out first


def opened(*, by: User, post: int) -> bool:
    """`by` is among those who opened the post of this number, unless they wrote or prepared it, or it is old.

    Nobody waits for this to read: when others write for long, it is left for the next time.
    Once is enough. This is no deed: no trail, nobody is told. Returns whether nothing is left to be done for them.
    """
    key = key_of(by.pk, post)
    try:
        if not ReachKey.objects.filter(pk=key).exists() and (found := _counted(by, post)):
            with patience.short():
                _count(key, by, found)
    except DatabaseError:  # another page of theirs has counted at this moment, or nobody can write: reading goes on
        return False
    return True


def is_counted(post: BlogPost) -> bool:
    return bool(post.first_published_at and post.first_published_at > timezone.now() - COUNTED_FOR)


@transaction.atomic
def forget_keys() -> int:
    """Nobody can find out any more who opened a post that is counted no longer. How many keys there were."""
    old = BlogPost.objects.filter(first_published_at__lte=timezone.now() - COUNTED_FOR)
    return ReachKey.objects.filter(post__in=old).delete()[0]


def key_of(person: int, post: int) -> int:
    """What stands for a person as a reader of one post. Under another post they have another one."""
    key_of_post = hmac.digest(settings.SECRET_KEY.encode(), f"trellis.reach:{post}".encode(), hashlib.sha256)
    found = hmac.digest(key_of_post, str(person).encode(), hashlib.sha256)
    return int.from_bytes(found[:8], "big") >> 1  # 63 bits, as many as a row's number may have


def _counted(by: User, post: int) -> BlogPost | None:
    """The post, if its readers are counted and `by` is one of them."""
    found: BlogPost = BlogPost.objects.select_related("audience").get(pk=post)
    is_named = Credit.objects.filter(post=found, person=by).exists()
    return None if is_named or not is_counted(found) else found


def _count(key: int, by: User, post: BlogPost) -> None:
    count_reader(key=key, post=post, group=_group_of(by, post), day=timezone.localdate())


@transaction.atomic
def count_reader(*, key: int, post: BlogPost, group: str, day: date) -> None:
    """One reader more, of this group; nobody has come since that day."""
    ReachKey.objects.create(pk=key, post=post)
    if not ReachDay.objects.filter(post=post, day=day).exists():
        _end_the_day_before(post)
    _one_more(ReachDay, post=post, day=day)
    _one_more(ReachDepartment, post=post, department=group)


def _end_the_day_before(post: BlogPost) -> None:
    """What has come by then can be told."""
    rows = list(ReachDepartment.objects.filter(post=post))
    told = told_next({row.department: Readers(row.count, row.told) for row in rows})
    for row in rows:
        row.before, row.told = row.count, told[row.department]
    ReachDepartment.objects.bulk_update(rows, ["before", "told"])


def _group_of(by: User, post: BlogPost) -> str:
    name = by.profile.department.strip()
    people = Profile.objects.filter(department=name, user__is_active=True)
    if post.audience and post.audience.is_closed:
        people = people.filter(user__in=Membership.objects.filter(team=post.audience).values("person"))
    readers = people.exclude(user__in=Credit.objects.filter(post=post).values("person"))
    return group_named(name, len(readers.values_list("pk")[:FEWEST])) if name else ""


def group_named(department: str, readers: int) -> str:
    """The department, unless so few of it may read the post that its name would be theirs."""
    return department if readers >= FEWEST else ""


def _one_more(model: Any, **which: Any) -> None:
    if model.objects.filter(**which).update(count=F("count") + 1):
        return
    try:
        with transaction.atomic():
            model.objects.create(**which, count=1)
    except IntegrityError:  # somebody else was the first at the same moment
        model.objects.filter(**which).update(count=F("count") + 1)
