"""Feeds for readers of news: open to whoever has a key, and answered as its person sees things now."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from intranet.kit.markup import normal_tag
from intranet.people.models import Team, User
from microblog.blogs import atom
from microblog.blogs.actions import feed_keys
from microblog.blogs.atom import Feed
from microblog.blogs.models import Blog, BlogPost, FeedKey

#: What a feed says to this person; None when there is none for them.
Find = Callable[..., Feed | None]


def _opened_by_a_key(find: Find) -> Callable[..., HttpResponseBase]:
    """The same answer for a token that is forged, one that was revoked, and what its person may not see."""

    @require_safe
    @wraps(find)
    def answer(request: HttpRequest, token: str, **named: Any) -> HttpResponseBase:
        response: HttpResponseBase
        key = FeedKey.objects.opened_by(token)
        feed = find(key, **named) if key else None
        if key is None or feed is None:
            response = HttpResponse("There is no feed here.\n", status=404, content_type="text/plain")
        else:
            if not key.was_used_today:  # otherwise nothing is written, and nobody waits who writes
                feed_keys.was_used(by=key.person, key=key)
            response = _draw(request, feed)
        response["Cache-Control"] = "private, no-cache"
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


@_opened_by_a_key
def blog(key: FeedKey, pk: int) -> Feed | None:
    found = Blog.objects.visible_to(key.person).filter(pk=pk).first()
    return _of_blog(key, found, atom.permalink(pk)) if found else None


@_opened_by_a_key
def team(key: FeedKey, pk: int) -> Feed | None:
    """What the blog of a team says; that team may change its blog and keeps its feed."""
    team = Team.objects.visible_to(key.person).filter(pk=pk).first()
    found = Blog.objects.visible_to(key.person).filter(team=team).first() if team else None
    return _of_blog(key, found, reverse("team", args=[pk])) if found else None


@_opened_by_a_key
def tag(key: FeedKey, name: str) -> Feed:
    """Posts with a tag. One that stands on nothing they may read is an empty feed, whether it is used or not."""
    name = normal_tag(name) or name
    address = reverse("microblog:tag", args=[name])
    posts = _posts(key.person, tag_rows__tag__name=name)
    return Feed(title=f"Posts with #{name}", address=address, permalink=address, posts=posts, since=key.made_at)


def _of_blog(key: FeedKey, blog: Blog, permalink: str) -> Feed:
    posts = _posts(key.person, of_blog=blog)
    since = blog.first_published_at or key.made_at
    return Feed(title=blog.title, address=blog.get_absolute_url(), permalink=permalink, posts=posts, since=since)


def _posts(person: User, **wanted: Any) -> list[BlogPost]:
    found = BlogPost.objects.visible_to(person).filter(**wanted).newest_first()
    return list(found.defer("body").prefetch_related("credits__person", "tag_rows__tag")[: atom.MOST])


def _draw(request: HttpRequest, feed: Feed) -> HttpResponseBase:
    """Not at all when the reader has it already.

    Without a `Last-Modified`: what is withdrawn, or may be read from now on, is no newer than what was there.
    """
    xml = atom.drawn(feed, own_address=request.path)
    mark = f'"{sha256(xml.encode()).hexdigest()[:32]}"'
    response = HttpResponse(xml, content_type=atom.CONTENT_TYPE, headers={"ETag": mark})
    return get_conditional_response(request, etag=mark, response=response) or response
