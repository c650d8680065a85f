"""What became true of a post, said on the next page to whoever pressed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from intranet.people.requests import Request
from microblog.blogs import standing
from microblog.blogs.models import Blog, BlogPost

DECIDED = "This post no longer waits for approval, so nothing was done."


def told(request: Request, pk: int, sentence: str = "") -> HttpResponse:
    """With this sentence, or one about how the post stands now, to its page; or to its blog, for whom it is gone."""
    found = BlogPost.objects.select_related("of_blog__person", "audience", "departure__by", "wish").get(pk=pk)
    messages.success(request, sentence or _now(request, found))
    return redirect(_where(request, found))


def too_late(request: Request, found: BlogPost) -> HttpResponse:
    """Somebody else decided, or took back what was asked."""
    messages.error(request, DECIDED)
    return redirect(_where(request, found))


def gone(request: Request, blog: Blog) -> HttpResponse:
    """To whoever was asked to read a post of this blog and does not see it any more; not a word of it is told."""
    messages.error(request, "This post no longer waits for approval.")
    return redirect(blog)


def _where(request: Request, found: BlogPost) -> BlogPost | Blog:
    is_seen = BlogPost.objects.seen_by(request.user).filter(pk=found.pk).exists()
    return found if is_seen else found.of_blog


def _now(request: Request, post: BlogPost) -> str:
    now = standing.of(post)
    if now.name == "out":
        return f"It is out: {_readers(post)} can read it."
    if now.name == "planned":
        return f"It goes out {now.when}. Until then only those who write in “{post.of_blog.title}” see it."
    if now.name == "asked":
        whom = standing.whom(standing.readers_of(post), request.user, is_theirs=False)
        return f"It waits for {whom} to read it. It goes out when it is approved{_not_before(now)}."
    return "It waits: only those who write there see it."


def _readers(post: BlogPost) -> str:
    return f"{post.audience} alone" if post.audience and post.audience.is_closed else "everybody"


def _not_before(now: standing.Standing) -> str:
    return f", {now.when}" if now.is_still_to_come else ""
