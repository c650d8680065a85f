"""What the feed and open pages tell of a blog and its posts; what they tell of one post is in :mod:`.posts`."""

from django.db import transaction
from django.db.models import F

from intranet import live
from intranet.audit import trail
from intranet.writing.models import LongText
from microblog.actions import announcements
from microblog.blogs.cards import where_of
from microblog.blogs.models import Announcement, Blog


@transaction.atomic
def published(*, blog: Blog) -> None:
    """Wherever its posts are told of, the blog is called as it is called now; whoever reads it is told."""
    is_new = blog.first_published_at == blog.last_published_at
    trail.record("blog.published" if is_new else "blog.changed", by=blog.changed_by, about=blog)
    told = Announcement.objects.filter(post__of_blog=blog, update__is_retracted=False)
    cards = dict(told.values_list("update", "update__card"))
    now = {pk: card | where_of(blog) for pk, card in cards.items()}
    announcements.change_many(cards={pk: card for pk, card in now.items() if card != cards[pk]})
    live.send(f"page:{blog.pk}", "page.changed", ref=blog.pk)


@transaction.atomic
def has_changed(*, blog: int) -> None:
    """Whoever reads the blog of this number is told that something beside its words changed."""
    LongText.objects.filter(pk=blog).update(version=F("version") + 1)
    live.send(f"page:{blog}", "page.changed", ref=blog)
