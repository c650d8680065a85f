"""Who wants to know of the new posts of a blog."""

from django.db import transaction
from django.utils import timezone

from intranet.people.models import User
from microblog.blogs.models import Blog, Subscription


@transaction.atomic
def subscribe(*, by: User, blog: Blog) -> None:
    """`by` is told of every post that comes from now on. Once is enough, and nobody else is told."""
    Subscription.objects.get_or_create(blog=blog, person=by)


@transaction.atomic
def unsubscribe(*, by: User, blog: Blog) -> None:
    Subscription.objects.filter(blog=blog, person=by).delete()


@transaction.atomic
def looked(*, by: User, blog: int) -> None:
    """Nothing in the blog of this number is new to `by`; for those who are not subscribed nothing is kept."""
    Subscription.objects.filter(blog=blog, person=by).update(seen_at=timezone.now())
