"""What the feed tells of posts follows their blog; what it tells of one post is in :mod:`.posts`."""

from django.db import transaction

from intranet.audit import trail
from microblog.actions import announcements
from microblog.blogs.cards import where_of
from microblog.blogs.models import Announcement, Blog


@transaction.atomic
def published(*, blog: Blog) -> None:
    """Wherever its posts are told of, the blog is called as it is called now."""
    trail.record("blog.published", by=blog.changed_by, about=blog)
    told = Announcement.objects.filter(post__of_blog=blog, update__is_retracted=False)
    cards = dict(told.values_list("update", "update__card"))
    now = {pk: card | where_of(blog) for pk, card in cards.items()}
    announcements.change_many(cards={pk: card for pk, card in now.items() if card != cards[pk]})
