"""What is said under a post: the thread of the update that announced it."""

from typing import Any

from intranet.people.requests import Request
from microblog import threads

from .reading import PostGate


def comments_of(request: Request, post: PostGate) -> dict[str, Any]:
    """What `blogs/_comments.html` shows, to be merged into the context of the page; nothing where nothing tells of it.

    The keys are ``thread``, with the announcement as its ``root`` (see `microblog.threads`), and ``my_reactions``,
    which the frame of every page reads.
    """
    if post.announcement is None:
        return {}
    root = threads.opening(request, post.announcement)
    return threads.shown(request, root, address=post.address)
