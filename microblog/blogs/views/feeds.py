"""A person's own addresses for readers of news."""

from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from intranet.kit import paging
from intranet.kit.markup import normal_tag
from intranet.people.frame import my_teams
from intranet.people.requests import Request
from intranet.people.tastes import tastes
from microblog.blogs.actions import feed_keys
from microblog.blogs.atom import absolute
from microblog.blogs.models import Blog, FeedKey, Subscription

LISTED = 50  # blogs; the others are found by their names


@require_safe
def home(request: Request) -> HttpResponse:
    """What feeds are, and the addresses of what this person may follow.

    ``blog`` and ``team`` of the address are numbers of what they came from, ``find`` is a part of the name of a blog.
    """
    key = FeedKey.objects.of(request.user)
    typed = request.GET.get("tag", "").strip()
    name = normal_tag(typed.lstrip("#")) or ""
    find = request.GET.get("find", "").strip()
    blogs = _blogs(request, find)[: LISTED + 1] if key else []
    token = key.token if key else ""
    context = {
        "key": key,
        "blogs": [(blog, _address("blog", token, blog.pk)) for blog in blogs[:LISTED]],
        "find": find,
        "finds": bool(find) or len(blogs) > LISTED,
        "teams": [(blog.team, _address("team", token, blog.team_id)) for blog in _of_teams(request)] if key else [],
        "typed": typed,
        "tag": name,
        "tag_address": _address("tag", token, name) if key and name else "",
    }
    response = render(request, "blogs/feeds.html", context)
    add_never_cache_headers(response)  # whoever has an address reads with it
    return response


def _blogs(request: Request, find: str) -> Any:
    """First the one they came from, then those that they subscribe to."""
    mine = Subscription.objects.filter(person=request.user, blog=OuterRef("pk"))
    came_from = Case(When(pk=_number(request, "blog"), then=Value(0)), default=Value(1))
    named = Q(title__icontains=find) | Q(team__name__icontains=find) | Q(person__name__icontains=find)
    blogs = Blog.objects.visible_to(request.user).filter(named) if find else Blog.objects.visible_to(request.user)
    return blogs.annotate(is_mine=Exists(mine)).order_by(came_from, "-is_mine", "title", "pk").defer("body")


def _of_teams(request: Request) -> Any:
    """The blogs of the teams that they are in or follow, and of the one they came from."""
    mine = {team.pk for team in my_teams(request.user)} | tastes(request.user).teams | {_number(request, "team")}
    blogs = Blog.objects.visible_to(request.user).filter(team__in=mine)
    return blogs.select_related("team").order_by("team__name").defer("body")


def _number(request: Request, name: str) -> int:
    return paging.number(request.GET.get(name, "")) or 0


def renew(request: Request) -> HttpResponse:
    feed_keys.renew(by=request.user)
    return redirect("feeds:home")


def revoke(request: Request) -> HttpResponse:
    feed_keys.revoke(by=request.user)
    return redirect("feeds:home")


def _address(name: str, token: str, what: int | str) -> str:
    return absolute(reverse(f"feeds:{name}", args=[token, what]))
