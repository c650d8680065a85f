"""What is said under a post: the thread of the update that announced it."""

from typing import Any

from intranet.people.requests import Request
from microblog import threads

from .models import Announcement, BlogPost


def comments_of(request: Request, post: BlogPost) -> dict[str, Any]:
    """What `blogs/_comments.html` shows, to be merged into the context of the page; nothing unless the post is out.

    The keys are ``thread``, with the announcement as its ``root`` (see `microblog.threads`), and ``my_reactions``,
    which the frame of every page reads.
    """
    if not post.live:
        return {}
    announcement = Announcement.objects.filter(post=post).first()
    if announcement is None:
        return {}
    root = threads.opening(request, announcement.update_id)
    return threads.shown(request, root, address=post.get_absolute_url())
