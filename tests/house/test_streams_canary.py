"""Nobody hears what they may not: every event on every stream, every kind of viewer, a canary in every secret."""

import re
from collections.abc import Iterable, Sequence

import pytest
from django.db.models import Q

from intranet.kit.declarations import gathered
from intranet.live import declared, log
from intranet.live.frames import framed
from intranet.live.log import Happened
from intranet.live.rights import CHANGED as RIGHTS
from intranet.people.models import Team, User
from intranet.writing.models import LongText
from microblog.blogs.models import Announcement, Blog, BlogPost, PostQuestion
from microblog.models import Update
from tests.house.canary_blogs import ANSWER, BLOG, COMMENT, LEAD, POST, QUESTION
from tests.house.canary_world import (
    ALL,
    BEFORE,
    MAY_READ,
    OF_NOBODY,
    OF_THE_TEAM,
    OUTSIDE,
    PAPER,
    PURPOSE,
    VIEWERS,
    World,
    build,
)
from tests.house.test_streams_story import WHOLE
from tests.support.committing import committed

pytestmark = pytest.mark.django_db
INSIDE = [viewer for viewer in VIEWERS if viewer not in OUTSIDE]
#: What events are about, by the first part of their names, and the model through whose door one comes to it.
ABOUT = {"update": Update, "reactions": Update, "mine": Update, "team": Team, "here": Team}
ABOUT |= {"page": LongText, "writing": LongText, "solved": LongText}
ABOUT |= {"questions": PostQuestion}
DOORS = (Update, Team, LongText, PostQuestion)
#: What the feed tells of posts of the closed team, and what is asked under them.
OF_ITS_BLOG = frozenset({BLOG, POST, LEAD, COMMENT, QUESTION, ANSWER})
THEIRS = OF_ITS_BLOG | OF_THE_TEAM - {BEFORE, PURPOSE, PAPER}


@pytest.fixture
def world() -> World:
    return build()


def live_through(world: World, *chapters: str) -> None:
    """These chapters of the story, or all of it."""
    for chapter in chapters or WHOLE:
        for deed in WHOLE[chapter][1]:
            with committed():
                deed(world)


def told(world: World, events: Sequence[Happened]) -> Iterable[tuple[str, Happened, str]]:
    """``(viewer, event, html)`` of all that goes to anybody's browser, as bytes are made of it."""
    people = {world.people[viewer].pk: world.people[viewer] for viewer in INSIDE}
    events = [event for event in events if event.name != RIGHTS]
    granted = declared.may_listen(people, {event.stream: set(people) for event in events})
    frames = framed(events, set(people))
    assert frames.keys() == {event.id for event in events}, "Some could not be drawn"
    for viewer in INSIDE:
        for event in events:
            if world.people[viewer].pk in granted.get(event.stream, ()):
                yield viewer, event, frames[event.id].of(world.people[viewer].pk).text


def leaks(world: World, events: Sequence[Happened]) -> list[str]:
    return [
        f"{viewer} hears {sorted(seen)} by {event}"
        for viewer, event, text in told(world, events)
        if (seen := {canary for canary in ALL if canary in text} - MAY_READ[viewer])
    ]


def test_nobody_hears_what_they_may_not_while_it_happens_or_later(world):
    found = leaks(world, log.since(0, most=10_000))
    for chapter in WHOLE:
        mark = log.newest()
        live_through(world, chapter)
        found += leaks(world, log.since(mark, most=10_000))
    everything = log.since(0, most=10_000)
    assert gathered("streams", "EVENTS").keys() | {RIGHTS} == {event.name for event in everything}
    assert found + leaks(world, everything) == []


def test_those_who_may_hear_the_secrets_hear_them(world):
    """Noise for the test above; what stood before an edit or in a file, and what a team is for, is on pages only."""
    live_through(world, "posts", "replies", "other words")
    heard = dict.fromkeys(INSIDE, "")
    for viewer, _, text in told(world, log.since(0, most=10_000)):
        heard[viewer] += text
    for viewer in ("insider", "author", "admin"):
        assert {canary for canary in ALL if canary in heard[viewer]} == THEIRS, viewer
    assert all("Better words" in text for text in heard.values())


def test_nobody_is_told_that_something_happened_to_what_they_cannot_see(world):
    """Not only its words are secret: also that it is there, and when somebody says something."""
    live_through(
        world, *(chapter for chapter in WHOLE if chapter != "a team closes")
    )  # after which what was open before would be judged anew
    doors = {(viewer, model): visible(model, world.people[viewer]) for viewer in INSIDE for model in DOORS}
    for viewer in INSIDE:
        doors[viewer, Update] |= ended(world.people[viewer])
    there = {model: set(model.objects.values_list("pk", flat=True)) for model in DOORS}
    wrong = []
    for viewer, event, _ in told(world, log.since(0, most=10_000)):
        model = ABOUT.get(event.name.split(".")[0])
        if model and event.ref in there[model] - doors[viewer, model]:
            wrong.append(f"{viewer} is told {event}")
    assert wrong == []


def visible(model: type, viewer: User) -> set[int]:
    """A question that was taken back shows nothing; that it is gone is told to those who had it before them."""
    if model is PostQuestion:
        posts = BlogPost.objects.visible_to(viewer).values("pk")
        return set(PostQuestion.objects.filter(post__in=posts).values_list("pk", flat=True))
    return set(model.objects.visible_to(viewer).values_list("pk", flat=True))


def ended(viewer: User) -> set[int]:
    """What a withdrawn post was told by, and what was said below it: for nobody now, and those who had it hear so."""
    withdrawn = BlogPost.objects.filter(live=False, of_blog__in=Blog.objects.visible_to(viewer).values("pk"))
    roots = Announcement.objects.filter(post__in=withdrawn.values("pk")).values("update")
    return set(Update.objects.filter(Q(pk__in=roots) | Q(root__in=roots)).values_list("pk", flat=True))


def test_an_event_on_a_stream_where_it_does_not_belong_shows_nothing(world):
    """An event is a hint: also a wrong one shows nobody what they could not read on a page."""
    live_through(world)
    events = [event for event in log.since(0, most=10_000) if event.name != RIGHTS]
    sent = {(event.name, kind_of(event.stream)) for event in events}
    streams, refs = {event.stream for event in events}, {(event.name, event.ref) for event in events}
    crossed = [
        (stream, name, ref) for stream in streams for name, ref in refs if (name, kind_of(stream)) in sent
    ]  # fmt: skip
    wrong = [Happened(number, *one) for number, one in enumerate(sorted(crossed), start=1)]
    assert len(wrong) > 4 * len(events)  # noise
    assert leaks(world, wrong) == []
    doors = {(viewer, model): visible(model, world.people[viewer]) for viewer in INSIDE for model in DOORS}
    shown = {
        f"{viewer} is shown {event.ref} by {event.name} on {event.stream}"
        for viewer, event, text in told(world, wrong)
        if (model := ABOUT.get(event.name.split(".")[0])) and '"html":""' not in text
        and event.name != "mine.changed" and event.ref not in doors[viewer, model]
    }  # fmt: skip
    assert shown == set()


def kind_of(stream: str) -> str:
    return re.sub(r"\d+", "N", stream)


def test_what_was_retracted_is_said_to_nobody_whoever_asks_for_what_was_missed(world):
    live_through(world)
    texts = [text for _, _, text in told(world, log.since(0, most=10_000))]
    assert [text for text in texts if any(canary in text for canary in OF_NOBODY)] == []
    assert any("This update was retracted." in text for text in texts)  # noise
