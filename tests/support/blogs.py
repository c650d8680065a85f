"""What several tests of blogs need."""

from microblog.blogs.models import BlogPost
from microblog.models import Update


def update_of(post: BlogPost) -> Update:
    """What announced it, as it is now."""
    return Update.objects.get(pk=post.announcement.update_id)
