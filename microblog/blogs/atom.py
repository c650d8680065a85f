"""Posts as an Atom feed (RFC 4287): titles, summaries and links; for text and pictures one signs in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from .models import BlogPost, Part

CONTENT_TYPE = Atom1Feed.content_type
MOST = 50  # entries
UNTITLED = "Untitled"
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Feed:
    """What a feed says, as one person sees it now."""

    title: str
    address: str  # of the page that it follows
    permalink: str  # what it is known by, whatever it is called
    posts: Sequence[BlogPost]
    since: datetime  # when it changed last, as long as there is nothing in it

    @property
    def changed_at(self) -> datetime:
        return max((_changed(post) for post in self.posts), default=self.since)


def drawn(feed: Feed, *, own_address: str) -> str:
    """The feed as XML. `own_address` is the path at which it was asked for, as it reads and not as it travels."""
    title = _plain(feed.title) or UNTITLED
    atom = _Atom(
        title=title,
        link=absolute(feed.address),
        description=None,
        feed_url=absolute(escape_uri_path(own_address)),
        feed_guid=absolute(feed.permalink),
        author_name=title,
        changed_at=feed.changed_at,
    )
    for post in feed.posts:
        summary: Any = escape(_plain(post.summary)) or None
        atom.add_item(
            title=_plain(post.title) or UNTITLED,
            link=absolute(post.get_absolute_url()),
            description=summary,
            pubdate=post.first_published_at,
            updateddate=_changed(post),
            unique_id=absolute(permalink(post.pk)),
            authors=_authors(post),
            categories=[row.tag.name for row in post.tag_rows.all()],
        )
    return atom.writeString("utf-8")


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def permalink(pk: int) -> str:
    """The address of a page that stays when its title changes."""
    return reverse("writing:page", args=[pk])


class _Atom(Atom1Feed):
    """With all authors of an entry, and a time that stays while nothing happens."""

    def latest_post_date(self) -> datetime:
        changed_at: datetime = self.feed["changed_at"]
        return changed_at

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")


def _changed(post: BlogPost) -> datetime:
    """When readers could see its newest words first."""
    changed_at: datetime = post.last_published_at or post.first_published_at or post.changed_at
    return changed_at


def _authors(post: BlogPost) -> list[str]:
    wrote = [credit.person for credit in post.credits.all() if credit.part == Part.WROTE]
    return [_plain(person.name) or person.username for person in wrote]


def _plain(text: str) -> str:
    """Without the signs that XML cannot hold; empty when nobody can see what is left."""
    text = _NOT_IN_XML.sub("", text)
    return text if any(sign.isprintable() and not sign.isspace() for sign in text) else ""
