"""Who wants to know of the new posts of a blog."""

from django.db import transaction
from django.db.models import Max

from intranet.people.models import User
from microblog.blogs.models import Blog, BlogPost, Subscription


@transaction.atomic
def subscribe(*, by: User, blog: Blog) -> None:
    """`by` is told of every post that comes from now on. Once is enough, and nobody else is told."""
    Subscription.objects.get_or_create(blog=blog, person=by)


@transaction.atomic
def unsubscribe(*, by: User, blog: Blog) -> None:
    Subscription.objects.filter(blog=blog, person=by).delete()


@transaction.atomic
def looked(*, by: User, blog: int) -> None:
    """No post in the blog of this number is new to `by`; for those who are not subscribed nothing is kept."""
    came_out = BlogPost.objects.filter(of_blog=blog).aggregate(newest=Max("first_published_at"))
    if newest := came_out["newest"]:
        Subscription.objects.filter(blog=blog, person=by, seen_until__lt=newest).update(seen_until=newest)
