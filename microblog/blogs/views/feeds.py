"""A person's own addresses for readers of news."""

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from intranet.kit.markup import normal_tag
from intranet.people.requests import Request
from microblog.blogs.actions import feed_keys
from microblog.blogs.atom import absolute
from microblog.blogs.models import Blog, FeedKey, Subscription


@require_safe
def home(request: Request) -> HttpResponse:
    """What feeds are, and the addresses of all that this person may follow, what they subscribe to first."""
    key = FeedKey.objects.of(request.user)
    typed = request.GET.get("tag", "").strip()
    name = normal_tag(typed.lstrip("#")) or ""
    mine = Subscription.objects.filter(person=request.user, blog=OuterRef("pk"))
    blogs = Blog.objects.visible_to(request.user).annotate(is_mine=Exists(mine)).order_by("-is_mine", "title")
    token = key.token if key else ""
    context = {
        "key": key,
        "blogs": [(blog, _address("blog", token, blog.pk)) for blog in blogs.defer("body")] if key else [],
        "typed": typed,
        "tag": name,
        "tag_address": _address("tag", token, name) if key and name else "",
    }
    response = render(request, "blogs/feeds.html", context)
    add_never_cache_headers(response)  # whoever has an address reads with it
    return response


def renew(request: Request) -> HttpResponse:
    feed_keys.renew(by=request.user)
    return redirect("feeds:home")


def revoke(request: Request) -> HttpResponse:
    feed_keys.revoke(by=request.user)
    return redirect("feeds:home")


def _address(name: str, token: str, what: int | str) -> str:
    return absolute(reverse(f"feeds:{name}", args=[token, what]))
