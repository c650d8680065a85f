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
def looked(*, by: User, blog: Blog) -> bool:
    """Nothing in the blog is new to `by`. Returns whether they are subscribed; for others nothing is kept."""
    return bool(Subscription.objects.filter(blog=blog, person=by).update(seen_at=timezone.now()))
