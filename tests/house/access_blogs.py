"""Who may do what with blogs and their posts, and with what is asked there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.support.pictures import upload

from .access_rows import DELETE, NOBODY, SIGNED_IN, TEAM, Fill, Row, Send, says
from .canary_blogs import (
    ABOUT,
    AIM,
    ALONE,
    ANSWER,
    BLOG,
    CHECKED,
    COMMENT,
    DRAFT,
    GONE,
    LEAD,
    MARK,
    PLAN,
    POST,
    POSTS,
    QUESTION,
    SEEN,
    TAGGED,
    WAITING,
    WAS,
    WAS_TAGGED,
    WAS_TITLE,
    WORDS,
)
from .canary_world import World

LEADS = frozenset({"author", "admin"})  # who answer for what goes out in the blog of the team
WRITERS = frozenset({"author", "insider"})
ONE = frozenset({"author"})  # whose own blog it is
CHANNELS = frozenset({"author", "communications", "admin"})
MODERATE = frozenset({"author", "moderator", "admin"})
NEVER = {"pk": 987654}
EVERY = ("blog", "mine", *POSTS)
Said = Callable[[World], dict[str, Any]]


def at(*names: str) -> Fill:
    return lambda world: [{"pk": world.blogs.pages[name].pk} for name in names]


def by_name(*names: str) -> Fill:
    """As they are called, and as they never were."""
    return lambda world: [
        {"pk": page.pk, "slug": slug}
        for page in (world.blogs.pages[name] for name in names)
        for slug in (page.get_absolute_url().strip("/").rpartition("/")[2].partition("-")[2], "-")
    ]


def questions(*names: str) -> Fill:
    return lambda world: [{"pk": world.blogs.questions[name].pk} for name in names or world.blogs.questions]


def as_read(name: str, **more: Any) -> Said:
    return lambda world: {"base": world.blogs.now(name).as_read, **more}


def later(world: World) -> dict[str, Any]:
    return {"goes_out_at": f"{timezone.localtime() + timedelta(days=3):%Y-%m-%dT%H:%M}"}


def planned(name: str) -> Said:
    return lambda world: as_read(name)(world) | later(world)


def picture(world: World) -> dict[str, Any]:
    return {"cover": upload()}


#: Who may change the words of each.
WRITE = {"post": LEADS, "blog": LEADS, "mine": CHANNELS, "open": ONE, "back": ONE, "alone": ONE, "was": ONE}
WRITE |= dict.fromkeys(("draft", "plan", "checked", "gone"), WRITERS)
#: Who may put it out. What was approved already, or withdrawn, can go out again.
SEND_OUT = {"draft": ONE, "plan": ONE, "gone": ONE, "alone": ONE, "was": ONE, "checked": LEADS}
ASK = says(text="May I ask?", key="key-of-a-question")


def to_each(may: dict[str, frozenset[str]], said: Callable[[str], Said], fill: Callable[..., Fill] = at) -> Any:
    return tuple(Send(said(name), who, to=fill(name)) for name, who in may.items())


BLOGS: dict[str, Row] = {
    "blogs:home": Row(holds=frozenset({BLOG, AIM, POST, DRAFT, ALONE, CHECKED})),
    "blogs:blog": Row(
        fill=by_name("blog", "mine"),
        ask=(
            "",
            "?tag=shared",
            f"?tag={TAGGED}",
            f"?tag={WAS_TAGGED}",
            "?author=author",
            "?month=2026-01",
            "?month=x",
            "?before=9999999999999999-1",
        ),
        holds=frozenset({BLOG, AIM, ABOUT, POST, LEAD, MARK, DRAFT, ALONE}),
        missing=NEVER | {"slug": "-"},
    ),
    "blogs:post": Row(
        fill=by_name(*POSTS),
        ask=("", "?after=0-0"),
        holds=frozenset({BLOG, POST, LEAD, WORDS, MARK, SEEN, QUESTION, ANSWER, COMMENT})
        | {DRAFT, PLAN, CHECKED, GONE, ALONE, WAS, WAS_TITLE, TAGGED, WAS_TAGGED},
        missing=NEVER | {"slug": "-"},
    ),
    "blogs:subscription": Row(
        fill=at("blog"),
        missing=NEVER,
        sends=(
            Send(says(), TEAM - {"insider"}),
            Send(DELETE, frozenset({"insider"})),
            Send(says(), SIGNED_IN, to=at("mine")),
            Send(says(), NOBODY, to=at("post", "draft", "home")),
        ),
    ),
    "blogs:settings": Row(
        fill=at("blog", "mine"),
        holds=frozenset({BLOG}),
        missing=NEVER,
        sends=(
            Send(says(people="insider", is_reviewed="on"), LEADS, to=at("blog")),
            Send(says(people=""), LEADS, to=at("blog")),
            Send(says(people="member"), NOBODY, to=at("blog")),  # who cannot read it
            Send(says(people="insider"), LEADS, to=at("mine")),  # who writes there reads what is not out
        ),
    ),
    "blogs:blog_cover": Row(
        fill=at("blog", "mine"),
        holds=frozenset({BLOG}),
        missing=NEVER,
        sends=(
            Send(picture, LEADS, to=at("blog")),
            Send(DELETE, LEADS, to=at("blog")),
            Send(picture, CHANNELS, to=at("mine")),
        ),
    ),
    "blogs:post_cover": Row(
        fill=at(*POSTS),
        holds=frozenset({POST, DRAFT, ALONE}),
        missing=NEVER,
        sends=(
            *to_each({name: WRITE[name] for name in POSTS}, lambda name: picture),
            Send(DELETE, LEADS, to=at("post")),
        ),
    ),
    "blogs:publication": Row(
        fill=at(*POSTS),
        missing=NEVER,
        sends=(
            *to_each(SEND_OUT, as_read),
            Send(says(base=1), NOBODY, to=at(*WAITING)),  # not what they read
            Send(as_read("post"), NOBODY, to=at("post", "open")),  # it is out
        ),
    ),
    "blogs:departure": Row(
        fill=at(*POSTS),
        missing=NEVER,
        sends=(
            *to_each(SEND_OUT, planned),
            Send(DELETE, WRITERS, to=at("plan")),
            Send(DELETE, NOBODY, to=at("draft", "post")),
            Send(says(goes_out_at="2020-01-01T08:00"), NOBODY),
        ),
    ),
    "blogs:review": Row(
        fill=at(*POSTS),
        missing=NEVER,
        sends=(
            Send(says(), frozenset({"insider"}), to=at("draft", "gone")),
            Send(later, frozenset({"insider"}), to=at("plan")),
            Send(says(), NOBODY, to=at("checked", "post", "alone", "was", "open")),
            Send(DELETE, WRITERS, to=at("checked")),
            Send(DELETE, NOBODY, to=at("draft", "plan", "gone", "alone", "was", "post")),
        ),
    ),
    "blogs:approval": Row(
        fill=at(*POSTS),
        missing=NEVER,
        sends=(
            Send(as_read("checked"), LEADS, to=at("checked")),
            Send(as_read("checked"), NOBODY, to=at("draft", "plan", "gone", "alone", "was", "post")),
        ),
    ),
    "blogs:refusal": Row(
        fill=at(*POSTS),
        missing=NEVER,
        sends=(
            Send(says(why="Too long"), LEADS, to=at("checked")),
            Send(says(why=""), NOBODY, to=at("checked")),
            Send(says(why="Too long"), NOBODY, to=at("draft", "plan", "gone", "alone", "post")),
        ),
    ),
    "blogs:withdrawal": Row(
        fill=at(*POSTS),
        holds=frozenset({POST}),
        missing=NEVER,
        sends=(
            Send(says(), LEADS, to=at("post")),
            Send(says(), MODERATE, to=at("open", "back")),
            Send(says(), NOBODY, to=at(*WAITING)),
        ),
    ),
    "blogs:deletion": Row(
        fill=at(*POSTS),
        holds=frozenset({DRAFT, ALONE, CHECKED}),
        missing=NEVER,
        sends=(
            *to_each({"draft": WRITERS, "alone": ONE}, lambda name: says()),
            Send(says(), NOBODY, to=at("plan", "checked", "gone", "was", "post", "open", "back", "blog")),
        ),
    ),
    "blogs:questions": Row(
        fill=at(*POSTS),
        holds=frozenset({POST, QUESTION, ANSWER}),
        missing=NEVER,
        sends=(
            Send(ASK, TEAM, to=at("post")),
            Send(ASK, SIGNED_IN, to=at("open")),
            Send(ASK, NOBODY, to=at(*WAITING, "blog")),
            Send(says(text="", key="key-of-a-question"), NOBODY, to=at("post")),
        ),
    ),
    "blogs:answers": Row(fill=at(*POSTS), missing=NEVER),
    "blogs:reach": Row(fill=at(*POSTS), holds=frozenset({POST}), missing=NEVER),
    "blogs:answer": Row(
        fill=questions(),
        holds=frozenset({POST, QUESTION, ANSWER}),
        missing=NEVER,
        sends=(
            Send(says(text="So", changes=0), LEADS, to=questions("asked")),
            Send(says(text="So", changes=1), LEADS, to=questions("answered")),
            Send(says(text="So", changes=0), ONE, to=questions("open")),
            Send(says(text="So", changes=0), NOBODY, to=questions("answered", "taken_back")),
        ),
    ),
    "blogs:question_vote": Row(
        fill=questions(),
        missing=NEVER,
        sends=(
            Send(says(_method="toggle"), TEAM, to=questions("asked", "answered")),
            Send(says(_method="toggle"), SIGNED_IN, to=questions("open")),
            Send(says(_method="toggle"), NOBODY, to=questions("taken_back")),
        ),
    ),
    "blogs:question_retraction": Row(
        fill=questions(),
        missing=NEVER,
        sends=(
            Send(says(), frozenset({"insider", "admin"}), to=questions("asked")),
            Send(says(), frozenset({"admin"}), to=questions("answered")),
            Send(says(), frozenset({"insider", "moderator", "admin"}), to=questions("open")),
            Send(says(), NOBODY, to=questions("taken_back")),
        ),
    ),
    "feeds:home": Row(ask=("", "?tag=shared"), holds=frozenset({BLOG})),
    "feeds:key": Row(
        sends=(Send(says(), SIGNED_IN), Send(DELETE, frozenset({"author", "insider", "ex_member", "member"})))
    ),
    "feeds:blog": Row(fill=lambda world: [{"token": "1-forged.key", "pk": world.blogs.pages["blog"].pk}]),
    "feeds:team": Row(fill=lambda world: [{"token": "1-forged.key", "pk": world.team.pk}]),
    "feeds:tag": Row(fill=lambda world: [{"token": "1-forged.key", "name": MARK}]),
}
