"""What is said under a post: the thread of the update that announced it."""

from typing import Any

from django.template.loader import render_to_string

from intranet.people.eyes import Eyes
from intranet.people.keeping import kept
from intranet.people.requests import Request
from microblog import bells, threads

from .reading import PostGate

REACTIONS = "microblog/updates/_reactions.html"


def comments_of(request: Request, post: PostGate) -> dict[str, Any]:
    """What `blogs/_comments.html` shows, to be merged into the context of the page; nothing unless they may hear of it.

    The keys are ``thread``, with the announcement as its ``root`` (see `microblog.threads`), its ``reactions``, and
    ``my_reactions``, which the frame of every page reads; and what `notifications/_mute.html` asks for: ``place`` and
    ``is_silent``.
    """
    if post.announcement is None or not post.hears:
        return {}
    version = f"{post.told}-{post.commented}"
    shown = threads.from_the_beginning(request, post.announcement, version=version, address=post.address)
    root = shown["thread"]["root"]
    made_of = (post.announcement, post.told)
    shown["reactions"] = kept("reactions", Eyes(), made_of, lambda: render_to_string(REACTIONS, {"update": root}))
    return shown | {"place": bells.place_of(root), "is_silent": post.is_silent}
