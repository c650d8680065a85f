"""People get addresses for their feeds, and take them back."""

from django.db import transaction
from django.utils import timezone

from intranet.audit import trail
from intranet.people.models import User
from microblog.blogs.models import FeedKey


@transaction.atomic
def renew(*, by: User) -> FeedKey:
    """`by` has a new key, and only that one opens their feeds."""
    User.objects.select_for_update().get(pk=by.pk)  # two who press at once would make two
    _revoke(by)
    key = FeedKey.objects.create(person=by)
    trail.record("feedkey.made", by=by, about=by)
    return key


@transaction.atomic
def revoke(*, by: User) -> None:
    """No address opens the feeds of `by` any more."""
    if _revoke(by):
        trail.record("feedkey.revoked", by=by, about=by)


@transaction.atomic
def was_used(*, by: User, key: FeedKey) -> None:
    """It is known on which day the key was used last."""
    FeedKey.objects.filter(pk=key.pk, person=by).update(last_used_on=timezone.localdate())


def _revoke(by: User) -> int:
    return FeedKey.objects.filter(person=by, revoked_at=None).update(revoked_at=timezone.now())
