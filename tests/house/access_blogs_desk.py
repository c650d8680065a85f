"""Who may do what with blogs and their posts at the desk."""

from dataclasses import replace
from typing import Any

from .access_blogs import EVERY, LEADS, ONE, WRITE, WRITERS, Said, at, to_each
from .access_rows import DELETE, NOBODY, Fill, Row, Send, says
from .canary_blogs import AIM, ALONE, BEFORE, BETWEEN, BLOG, CAME, CLOSED, DRAFT, GONE, MARK, PLAN, POST, TYPED, WORDS
from .canary_world import World


def every_revision(world: World) -> list[dict[str, Any]]:
    return [
        {"pk": world.blogs.pages[name].pk, "number": each} for name in EVERY for each in world.blogs.revisions(name)
    ]


def keys(*names: str) -> Fill:
    return lambda world: [{"key": str(world.blogs.pages[name].pk)} for name in names]


def new_below(*names: str) -> Fill:
    return lambda world: [{"pk": world.blogs.pages[name].pk, "key": "blogpost"} for name in names]


def new_blog(world: World) -> list[dict[str, Any]]:
    return [{"pk": world.blogs.pages["home"].pk, "key": "blog"}]


def words(name: str, **more: Any) -> Said:
    """Other words for a blog or a post, from where it stands now."""

    def said(world: World) -> dict[str, Any]:
        base = {"title": "Other words", "body": "<p>Other words</p>", "base": world.blogs.now(name).head}
        return base | {"summary": "", "tags": "", "purpose": "Other", "hue": 0, **more}

    return said


def too_late(name: str) -> Said:
    """Other words, from what stood there first of all."""
    return lambda world: words(name)(world) | {"base": world.blogs.revisions(name)[0]}


def earlier(name: str, which: int = 0) -> Said:
    """The revision of this place in its history, which goes out with what stands there now."""
    return lambda world: {"revision": world.blogs.revisions(name)[which], "base": world.blogs.now(name).head}


def for_a_colleague(world: World) -> dict[str, Any]:
    whose = {"whose": "colleague", "colleague": f"@{world.people['member'].username}"}
    return {"title": "Begun here", "body": "<p>Words</p>", "base": 0, "purpose": "Work", "hue": 0, **whose}


def for_the_team(world: World) -> dict[str, Any]:
    return for_a_colleague(world) | {"whose": f"team-{world.team.pk}", "colleague": ""}


NEW = says(title="Begun here", body="<p>Words</p>", base=0, summary="", tags="")
OUT = ("post", "open", "back", "blog", "mine")
CHOOSE = frozenset({"communications", "moderator", "admin"})  # who begin blogs, for anybody

#: Beside what is done there with the wiki.
DESK: dict[str, Row] = {
    "writing:page": Row(fill=at(*EVERY, "home")),
    "writing:edit": Row(
        fill=at(*EVERY),
        holds=frozenset({POST, WORDS, MARK, AIM, DRAFT, PLAN, GONE, ALONE, TYPED}),
        sends=(*to_each(WRITE, words), *to_each(dict.fromkeys(("post", "back"), NOBODY), too_late)),
    ),
    "writing:preview": Row(fill=at(*EVERY), sends=to_each(WRITE, words)),
    "writing:history": Row(fill=at(*EVERY), holds=frozenset({POST, DRAFT, ALONE})),
    "writing:compare": Row(
        fill=at(*EVERY),
        ask=("?from={first_post}&to={last_post}", "?from={first_back}&to={last_back}"),
        holds=frozenset({BEFORE, WORDS}),
    ),
    "writing:revision": Row(
        fill=every_revision, holds=frozenset({BEFORE, CAME, WORDS, POST, BETWEEN, DRAFT, PLAN, GONE, ALONE})
    ),
    "writing:restore": Row(
        fill=at(*EVERY),
        sends=(
            *to_each({"post": ONE, "back": ONE, "draft": WRITERS, "alone": ONE}, earlier),
            Send(earlier("post", 1), LEADS, to=at("post")),
            Send(earlier("post"), NOBODY, to=at("open", "draft")),  # of another page
        ),
    ),
    "writing:new": Row(
        fill=lambda world: [*new_below("blog", "mine")(world), *new_blog(world)],
        holds=frozenset({BLOG}),
        sends=(
            Send(NEW, WRITERS, to=new_below("blog")),
            Send(NEW, ONE, to=new_below("mine")),
            Send(NEW, NOBODY, to=new_below("post", "draft", "home")),
            Send(for_a_colleague, CHOOSE, to=new_blog),
            Send(for_the_team, NOBODY, to=new_blog),  # it has one
        ),
    ),
    "writing:preview_new": Row(
        fill=new_below("blog"), sends=(Send(NEW, WRITERS), Send(NEW, NOBODY, to=new_below("post", "draft")))
    ),
    "writing:draft": Row(
        fill=keys(*CLOSED),
        sends=(
            *to_each(WRITE, words, keys),
            Send(DELETE, ONE, to=keys("alone")),
            Send(NEW, WRITERS, to=lambda world: [{"key": f"new-{world.blogs.pages['blog'].pk}-blogpost"}]),
            Send(NEW, ONE, to=lambda world: [{"key": f"new-{world.blogs.pages['mine'].pk}-blogpost"}]),
        ),
    ),
}


def joined(row: Row, more: Row) -> Row:
    """One row for one address: what is said of it of one kind of pages, and of another."""

    def fill(world: World) -> list[dict[str, Any]]:
        return [*row.fill(world), *more.fill(world)]

    sends = tuple(replace(send, to=send.to or one.fill) for one in (row, more) for send in one.sends)
    asks = tuple(dict.fromkeys((*row.ask, *more.ask)))
    return replace(row, fill=fill, ask=asks, holds=row.holds | more.holds, sends=sends)
