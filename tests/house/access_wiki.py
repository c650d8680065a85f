"""Who may do what with the pages of the wiki, and at the desk."""

from collections.abc import Callable
from typing import Any

from tests.support.pictures import upload

from .access_rows import DELETE, NOBODY, SIGNED_IN, TEAM, Fill, Row, Send, says
from .canary_wiki import (
    ALT_TEXT,
    BODY,
    CLOSED,
    INNER,
    LABEL,
    LINE,
    MOVED,
    OLD,
    SHEET_NAME,
    SHORT,
    SUMMARY,
    TAKEN,
    TITLE,
    TYPED,
    WANTED,
    WHY,
)
from .canary_world import World

KEEPERS = frozenset({"author", "admin"})
NEVER = {"pk": 987654}
SECTIONS, ARTICLES = ("section", "inner"), ("secret", "moved", "taken", "unpublished")
SHOWN = frozenset({TITLE, INNER, SUMMARY, BODY, SHORT, LABEL, WANTED, ALT_TEXT, SHEET_NAME, LINE, TAKEN})
Said = Callable[[World], dict[str, Any]]


def at(*names: str, **more: Any) -> Fill:
    return lambda world: [{"pk": world.wiki.pages[name].pk, **more} for name in names]


def every_page(*more: str) -> Fill:
    return at(*CLOSED, "top", "open", "linking", *more)


def by_name(world: World) -> list[dict[str, Any]]:
    """As they are called, and as they never were."""
    pages = every_page()(world) + at("home")(world)
    slugs = {page.pk: page.slug for page in world.wiki.pages.values()}
    return [{**each, "slug": slug} for each in pages for slug in (slugs[each["pk"]], "as-it-was-called", "-")]


def every_revision(world: World) -> list[dict[str, Any]]:
    names = [name for name in world.wiki.pages if name != "home"]
    return [{"pk": world.wiki.pages[name].pk, "number": each} for name in names for each in world.wiki.revisions(name)]


def keys(*names: str) -> Fill:
    return lambda world: [{"key": str(world.wiki.pages[name].pk)} for name in names]


def new_below(*names: str) -> Fill:
    return lambda world: [
        {"pk": world.wiki.pages[name].pk, "key": key} for name in names for key in ("article", "section")
    ]


def words(name: str, **more: Any) -> Said:
    """Other words for a page, from where it stands now."""

    def said(world: World) -> dict[str, Any]:
        now = world.wiki.now(name)
        return {"title": "Other words", "body": "<p>Other words</p>", "base": now.head, "hue": 0, **more}

    return said


def under(name: str) -> Said:
    def said(world: World) -> dict[str, Any]:
        page = world.wiki.pages[name]
        return {"under": page.pk, "sure": f"{page.pk}-{page.audience_id or 'everybody'}"}

    return said


def given(world: World) -> dict[str, Any]:
    return {"audience": world.team.pk, "people": "", "sure": f"here-{world.team.pk}"}


def earlier(name: str) -> Said:
    return lambda world: {"revision": world.wiki.revisions(name)[0], "base": world.wiki.now(name).head}


def objection(world: World) -> list[dict[str, Any]]:
    return [{"pk": world.wiki.objection.pk}]


NEW = says(title="Begun here", body="<p>Words</p>", base=0, hue=0)
FINDS = ("", "?q=", "?q=zq", "?q=zqtitle", "?q=heliotrope", "?q=page", "?q=author")
CARE = says(owner="author", owner_team="", topic="", tags="other", verified_until="", is_evergreen="on")

WIKI: dict[str, Row] = {
    "wiki:home": Row(holds=frozenset({TITLE})),
    "wiki:wanted": Row(holds=frozenset({WANTED, TITLE})),
    "wiki:new": Row(
        ask=("", "?go=1&kind=article&title=x&under={section}", "?in={section}&kind=section", "?title=zqx&go=1"),
        holds=frozenset({TITLE, INNER}),
    ),
    "wiki:page": Row(fill=by_name, ask=("", "?start=50"), holds=SHOWN, missing=NEVER | {"slug": "as-it-was-called"}),
    "wiki:text": Row(fill=at(*ARTICLES, "open"), holds=frozenset({TITLE, SHORT, BODY}), missing=NEVER),
    "wiki:care": Row(
        fill=at(*ARTICLES, "open"),
        holds=frozenset({LABEL, TITLE}),
        missing=NEVER,
        sends=(Send(CARE, KEEPERS, to=at("secret")), Send(CARE, NOBODY, to=at("taken", "unpublished", "section"))),
    ),
    "wiki:review": Row(
        fill=at(*ARTICLES),
        missing=NEVER,
        sends=(Send(says(), KEEPERS, to=at("secret", "moved")), Send(says(), NOBODY, to=at("taken", "unpublished"))),
    ),
    "wiki:vote": Row(
        fill=at(*ARTICLES),
        missing=NEVER,
        sends=(
            Send(says(helpful="no"), TEAM, to=at("secret", "moved")),
            Send(DELETE, frozenset({"insider"}), to=at("secret")),
            Send(says(helpful="yes"), NOBODY, to=at("taken", "unpublished")),
        ),
    ),
    "wiki:objections": Row(
        fill=at(*ARTICLES),
        missing=NEVER,
        sends=(
            Send(says(line="This is wrong."), TEAM, to=at("secret")),
            Send(says(line=""), NOBODY, to=at("secret", "open")),
            Send(says(line="This is wrong."), NOBODY, to=at("taken", "unpublished")),
        ),
    ),
    "wiki:settlement": Row(fill=objection, missing=NEVER, sends=(Send(says(), KEEPERS),)),
    "wiki:watch": Row(
        fill=at(*CLOSED),
        missing=NEVER,
        sends=(
            Send(says(), TEAM - {"insider"}, to=at("secret")),
            Send(says(), TEAM, to=at("section", "inner", "moved")),
            Send(DELETE, frozenset({"insider"}), to=at("secret")),
            Send(says(), NOBODY, to=at("taken", "unpublished")),
        ),
    ),
    "wiki:settings": Row(
        fill=at(*SECTIONS, "top"),
        holds=frozenset({TITLE}),
        missing=NEVER,
        sends=(
            Send(says(audience="", people="", sure="here-everybody"), KEEPERS, to=at("section")),
            Send(given, KEEPERS, to=at("top")),
            Send(
                says(audience="", people="", sure="here-everybody"), NOBODY, to=at("inner")
            ),  # it stands in a closed one
        ),
    ),
    "wiki:move": Row(
        fill=every_page(),
        holds=frozenset({TITLE, INNER}),
        missing=NEVER,
        sends=(
            Send(under("top"), TEAM, to=at("secret")),
            Send(under("top"), KEEPERS, to=at("inner")),
            Send(under("section"), KEEPERS, to=at("open")),
            Send(under("top"), NOBODY, to=at("taken", "unpublished", "home")),
        ),
    ),
    "wiki:withdrawal": Row(
        fill=every_page("home"),
        holds=frozenset({TITLE}),
        missing=NEVER,
        sends=(
            Send(says(), KEEPERS, to=at("secret")),
            Send(says(), NOBODY, to=at("top", "section", "inner", "home")),  # pages stand in them
            Send(DELETE, KEEPERS, to=at("taken")),
            Send(DELETE, NOBODY, to=at("unpublished")),  # it never stood anywhere
        ),
    ),
    "writing:page": Row(fill=every_page("home"), holds=frozenset({TITLE}), missing=NEVER),
    "writing:edit": Row(
        fill=every_page(),
        holds=frozenset({TITLE, INNER, SUMMARY, TYPED}),
        missing=NEVER,
        sends=(
            Send(words("secret"), TEAM, to=at("secret")),
            Send(words("section"), TEAM, to=at("section")),
            *(Send(words(name), NOBODY, to=at(name)) for name in ("taken", "unpublished")),
            Send(words("secret", base=1), NOBODY, to=at("secret")),  # somebody was faster
        ),
    ),
    "writing:preview": Row(
        fill=every_page(),
        missing=NEVER,
        sends=(
            Send(words("secret"), TEAM, to=at("secret")),
            *(Send(words(name), NOBODY, to=at(name)) for name in ("taken", "unpublished")),
        ),
    ),
    "writing:history": Row(fill=every_page(), ask=("", "?before=999999"), holds=frozenset({WHY, TITLE}), missing=NEVER),
    "writing:compare": Row(
        fill=every_page(),
        ask=("", "?from={first}&to={last}", "?from={first_moved}&to={last_moved}", "?from=x&to=1"),
        holds=frozenset({OLD, BODY, MOVED}),
        missing=NEVER,
    ),
    "writing:revision": Row(
        fill=every_revision, holds=frozenset({OLD, BODY, MOVED, WHY, TITLE}), missing=NEVER | {"number": 1}
    ),
    "writing:restore": Row(
        fill=every_page(),
        missing=NEVER,
        sends=(
            Send(earlier("secret"), TEAM, to=at("secret")),
            Send(earlier("moved"), TEAM, to=at("moved")),
            Send(earlier("secret"), NOBODY, to=at("moved", "open")),  # of another page
            Send(earlier("taken"), NOBODY, to=at("taken")),
        ),
    ),
    "writing:new": Row(
        fill=new_below("section", "inner", "top", "home"),
        ask=("", "?title=Something"),
        holds=frozenset({TITLE, INNER}),
        missing=NEVER | {"key": "article"},
        sends=(
            Send(NEW, TEAM, to=new_below("section", "inner")),
            Send(NEW, NOBODY, to=new_below("taken", "unpublished", "secret")),
        ),
    ),
    "writing:preview_new": Row(
        fill=new_below("section"),
        missing=NEVER | {"key": "article"},
        sends=(Send(NEW, TEAM), Send(NEW, NOBODY, to=new_below("taken", "secret"))),
    ),
    "writing:draft": Row(
        fill=keys(*CLOSED),
        missing={"key": "987654"},
        sends=(
            Send(words("secret"), TEAM, to=keys("secret")),
            Send(DELETE, frozenset({"author"}), to=keys("secret")),
            Send(NEW, TEAM, to=lambda world: [{"key": f"new-{world.wiki.pages['section'].pk}-article"}]),
            Send(NEW, NOBODY, to=keys("taken", "unpublished")),
        ),
    ),
    "writing:find_pages": Row(ask=FINDS, holds=frozenset({TITLE, INNER})),
    "writing:find_people": Row(ask=FINDS),
    "writing:pictures": Row(sends=(Send(lambda world: {"file": upload()}, SIGNED_IN),)),
    "writing:files": Row(sends=(Send(lambda world: {"file": upload(b"Some words", "notes.txt")}, SIGNED_IN),)),
}
