"""What became true of a post, said on the next page to whoever pressed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from intranet.people.requests import Request
from microblog.blogs import outcomes, shelves
from microblog.blogs.models import Blog, BlogPost


def told(request: Request, found: BlogPost, sentence: str = "") -> HttpResponse:
    """With this sentence, or one about how the post stands now."""
    messages.success(request, sentence or outcomes.now(found.pk))
    return _back(request, found)


def too_late(request: Request, found: BlogPost) -> HttpResponse:
    """Somebody else decided, or took back what was asked."""
    messages.error(request, "This post no longer waits for approval, so nothing was done.")
    return _back(request, found)


def gone(request: Request, blog: Blog) -> HttpResponse:
    """To whoever was asked to read a post of this blog and does not see it any more; not a word of it is told."""
    messages.error(request, "This post no longer waits for approval.")
    return redirect(blog)


def _back(request: Request, found: BlogPost) -> HttpResponse:
    """To the post, or to its blog for whom it is gone."""
    is_seen = shelves.to_read_whole(request.user).filter(pk=found.pk).exists()
    return redirect(found if is_seen else found.of_blog)
