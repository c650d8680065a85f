"""A page that was open while something happened shows what it would show if it were read again."""

from collections.abc import Iterator
from difflib import unified_diff

import pytest
from django.core.cache import caches
from django.urls import reverse

from intranet.live import log
from tests.house.canary_world import World, build
from tests.house.test_streams_story import STORY
from tests.support.committing import committed
from tests.support.live_page import LivePage, told

pytestmark = pytest.mark.django_db

#: In the closed team, its author, in another one and with somebody muted, in none, and the two roles.
READERS = ("insider", "author", "other_team", "ex_member", "moderator", "admin")


@pytest.fixture
def world() -> World:
    return build()


def addresses(world: World) -> Iterator[str]:
    for name in ("home", "company", "following"):
        yield reverse(f"microblog:{name}")
    for team in (world.team, world.open_team):
        yield reverse("team", args=[team.pk])
    for name in ("everybody", "text", "both", "retracted"):
        yield reverse("microblog:thread", args=[world.updates[name].pk])
    yield reverse("microblog:tag", args=["shared"])
    for state in ("waiting", "claimed", "answered", "all"):
        yield f"{reverse('microblog:questions')}?state={state}"
    yield reverse("person", args=["author"])
    yield reverse("person", args=["author"]) + "?show=replies"


def read(world: World, reader: str, *, anew: bool = False) -> dict[str, LivePage]:
    """Every page as the browser of this reader gets it; `anew`, also what is drawn once and kept is drawn again."""
    if anew:
        caches["fragments"].clear()
    browser, person = world.browsers[reader], world.people[reader]
    return {address: LivePage(browser.get(address), person) for address in addresses(world)}


@pytest.mark.parametrize("reader", READERS)
def test_what_happens_while_a_page_is_open_makes_it_what_it_is_when_it_is_read_again(world, reader):
    changed, differences = set(), []
    open_pages = read(world, reader)
    for chapter, (names, deeds) in STORY.items():
        assert [address for address, page in open_pages.items() if page.asked != page.granted] == []
        mark = log.newest()
        for deed in deeds:
            with committed():
                deed(world)
        events = log.since(mark, most=1_000)
        assert names <= {event.name for event in events}, chapter
        frames = told(events, world.people[reader])
        fresh = read(world, reader, anew=True)
        for address, page in open_pages.items():
            before = page.shows()
            page.hear(frames)
            if page.shows() != before or page.asks_again:
                changed.add((chapter, address))
            if page.asks_again or page.has_ended:
                continue  # "teams.changed" shows nothing: the page reads itself anew, and is what a fresh page is
            if told_of(page) != told_of(fresh[address]):
                differences.append(f"{chapter}, at {address}:\n" + difference(page, fresh[address]))
        open_pages = fresh
    assert not differences, "\n".join(differences)
    assert {chapter for chapter, _ in changed} == STORY.keys()  # noise: pages do change


def told_of(page: LivePage) -> list[tuple[str, str]]:
    """What it shows, but for how teams look on cards: their names, and whether they are closed."""
    return [(id, html.replace("#lock-closed", "#user-group")) for id, html in page.shows()]


def difference(page: LivePage, fresh: LivePage) -> str:
    stand, should = ("\n".join(f"{id} {html}" for id, html in one.shows()).replace(">", ">\n") for one in (page, fresh))
    lines = unified_diff(stand.splitlines(), should.splitlines(), "open", "fresh", n=1, lineterm="")
    return "\n".join(line[:160] for line in list(lines)[:14])


def test_a_page_that_heard_nothing_is_not_what_it_would_be(world):
    """Noise: the test above notices when an event is missing."""
    before = read(world, "insider")
    for deed in STORY["posts"][1]:
        deed(world)
    after = read(world, "insider")
    same = {address for address, page in before.items() if page.shows() == after[address].shows()}
    threads = {reverse("microblog:thread", args=[world.updates[name].pk]) for name in ("everybody", "text", "both")}
    assert same >= threads
    assert not same & {"/", "/company/", "/following/", "/tags/shared/", "/people/author/"}
