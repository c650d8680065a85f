"""Counting how many opened a post, and nothing else.

It is counted while the page is made, which costs one read for whoever was counted before. A task would have to say in
its row who opened what, and to keep that after it was done.
"""

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from intranet.people.models import User
from microblog.blogs.models import Credit, ReachDay, ReachDepartment, ReachKey


def opened(*, by: User, post: int) -> None:
    """`by` is among those who opened the post of this number, unless they wrote or prepared it. Once is enough.

    This is no deed: no trail, nobody is told.
    """
    key = key_of(by.pk, post)
    if caches["fragments"].get(f"reach:{key}"):
        return
    if ReachKey.objects.filter(pk=key).exists():
        caches["fragments"].set(f"reach:{key}", True)  # for this process: no more than the row says
        return
    if Credit.objects.filter(post=post, person=by).exists():
        return
    try:
        _count(key, by, post)
    except DatabaseError:  # another page of theirs has counted at this moment, or nobody can write: reading goes on
        return


def key_of(person: int, post: int) -> str:
    """What stands for a person as a reader of one post. Under another post they have another one."""
    key_of_post = hmac.digest(settings.SECRET_KEY.encode(), f"trellis.reach:{post}".encode(), hashlib.sha256)
    return hmac.new(key_of_post, str(person).encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def _count(key: str, by: User, post: int) -> None:
    ReachKey.objects.create(pk=key, post_id=post)
    _one_more(ReachDay, post_id=post, day=timezone.localdate())
    _one_more(ReachDepartment, post_id=post, department=by.profile.department.strip())


def _one_more(model: Any, **which: Any) -> None:
    if model.objects.filter(**which).update(count=F("count") + 1):
        return
    try:
        with transaction.atomic():
            model.objects.create(**which, count=1)
    except IntegrityError:  # somebody else was the first at the same moment
        model.objects.filter(**which).update(count=F("count") + 1)
