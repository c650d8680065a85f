"""The short form of `make test-faults` for the live feed, and what its count would say if something were wrong."""

import json
from types import SimpleNamespace

import pytest

from tests.faults import live, live_check
from tests.faults.live_browser import Browser
from tests.faults.live_check import Account
from tests.faults.live_house import REDIS
from tests.faults.live_page import cards_in
from tests.faults.live_plan import Plan
from tests.faults.live_prepare import Cast, Guest
from tests.faults.live_street import Manners, Street
from tests.faults.live_writers import Said
from tests.support.programs import program

HURRIED = Plan(
    shape="one",
    sockets=20,
    people=6,
    members=3,
    events=120,
    cuts=2,
    restarts=1,
    redis_kills=1,
    rate=20,
    settings="tests.faults.live_short_settings",
    manners=Manners(acknowledge=(1, 2), first_try=(0.1, 0.3), longest_try=1, limited=(1, 2), refresh=(0.1, 0.3)),
    stall=(0.3, 1.5),
    long_stall=(1.5, 3),
    ghost=(1, 4),
    pause=(0, 0.5),
    kept=12,
    sleepers=2,
    redis_pause=(0.5, 1),
    patience=60,
    quiet=0.5,
)


@pytest.fixture
def redis() -> None:
    program(REDIS, package="redis-server")


def test_the_feed_of_one_process_has_no_gap_and_no_double_though_it_was_killed_and_its_sockets_were_cut():
    account = live.run(HURRIED)
    assert account.failures == []
    check_that_something_happened(account)


def test_the_feed_of_several_processes_has_no_gap_and_no_double_though_redis_was_killed_too(redis):
    account = live.run(HURRIED.but(shape="three"))
    assert account.failures == []
    assert account.redis_kills == 1
    check_that_something_happened(account)


def check_that_something_happened(account: Account) -> None:
    """Noise: if nothing broke and nothing was missed, the test could not have failed."""
    assert account.events >= HURRIED.events
    assert account.cuts == HURRIED.sockets * HURRIED.cuts
    assert account.restarts == 1
    assert account.reconnects >= HURRIED.sockets
    assert account.resets > 0
    assert account.frames > HURRIED.events * HURRIED.sockets / 4


# --- The count itself ----------------------------------------------------------------------------
CANARY = "zitronenfalter"
EVENTS = [(1, "feed:company"), (2, "feed:company"), (3, "feed:company"), (4, "feed:team:9")]  # the last is for others


def test_the_count_is_content_with_a_browser_that_heard_everything_once_and_in_order():
    assert failures_of(told(1, 11), told(2, 12), told(3, 13)) == ""


def test_the_count_notices_a_gap():
    failures = failures_of(told(1, 11), told(3, 13))
    assert "never heard events 2;" in failures
    assert "does not show updates 12" in failures


def test_the_count_notices_a_lost_event_though_a_later_one_shows_the_same():
    failures = failures_of(told(1, 11), told(3, 11, name="update.changed"), listed=[11])
    assert "never heard events 2" in failures
    assert "does not show" not in failures


def test_the_count_notices_a_double():
    assert "twice on one line: 2" in failures_of(told(1, 11), told(2, 12), told(2, 12), told(3, 13))


def test_the_count_notices_what_was_said_to_be_known():
    browser = a_browser()
    browser.asked = 1  # as behind event 1
    assert "twice on one line: 1" in failures_of(told(1, 11), told(2, 12), told(3, 13), browser=browser)


def test_the_count_notices_a_wrong_order():
    assert "in another order: 2 after 3" in failures_of(told(1, 11), told(3, 13), told(2, 12))


def test_the_count_notices_an_update_that_looks_otherwise_or_should_be_gone():
    assert "shows updates 12 otherwise" in failures_of(told(1, 11), told(2, 12, "Dinner"), told(3, 13))
    assert "shows updates 13, which the page does not" in failures_of(
        told(1, 11), told(2, 12), told(3, 13), listed=[11, 12]
    )


def test_the_count_notices_a_leak_outside_of_the_closed_team_alone():
    secret = told(2, 12, f"Salaries {CANARY}")
    listed = [card(11), card(12, f"Salaries {CANARY}"), card(13)]
    assert failures_of(told(1, 11), secret, told(3, 13), cards=listed, browser=a_browser(is_member=True)) == ""
    assert "a leak: socket 1" in failures_of(told(1, 11), secret, told(3, 13), cards=listed)


def test_the_count_notices_an_event_of_a_stream_that_was_not_asked_for():
    assert "was told event 4 of feed:team:9" in failures_of(
        told(1, 11), told(2, 12), told(3, 13), told(4, 14, stream="feed:team:9")
    )


def test_the_count_notices_a_post_that_was_lost_doubled_changed_or_came_back():
    def said(number: int, **more: object) -> Said:
        return Said(number, 100 + number, 100 + number, 1, False, f"Parcel {number:06} is back", **more)  # type: ignore[arg-type]

    account = Account()
    rows = [(101, said(1).text, 0), (103, said(3).text, 0), (104, said(3).text, 0), (105, said(5).text, 0)]
    rows += [(109, said(6).text, 0), (107, said(7).text, 0)]
    live_check.compare_posts([said(1), said(2), said(3), said(5, state="undone"), said(6)], rows, account)
    assert (account.lost_posts, account.doubled_posts) == (1, 1)
    for sentence in (
        "lost: posts 2",
        "more than once: posts 3",
        "still there: posts 5",
        "answered: posts 6",
        "posts 7",
    ):
        assert sentence in "; ".join(account.failures)


def a_browser(*, is_member: bool = False) -> Browser:
    """One that has loaded an empty page at mark 0 and listens to the company."""
    street = Street(
        cast=Cast(CANARY),
        manners=Manners(),
        connect=lambda browser: None,  # type: ignore[arg-type, return-value]
        page=lambda guest: None,  # type: ignore[arg-type, return-value]
        feed=lambda guest, place: None,  # type: ignore[arg-type, return-value]
        later=lambda seconds, do: SimpleNamespace(cancel=lambda: None),
        do=lambda work: None,
        now=lambda: 0.0,
    )
    browser = Browser(street, 1, Guest(1, "reader-1", "", "", is_member))
    browser.streams, browser.rules, browser.is_listening = frozenset({"feed:company"}), {"company": True}, True
    return browser


def failures_of(
    *heard: bytes, listed: list[int] | None = None, cards: list | None = None, browser: Browser | None = None
) -> str:
    """What the count says of a browser that heard this, while the page lists these updates (11, 12 and 13)."""
    browser = browser or a_browser()
    for payload in heard:
        browser.received(payload)
    account = Account()
    feed = (cards or [card(pk) for pk in (listed or [11, 12, 13])])[::-1]
    live_check.check_browsers([browser], EVENTS, {True: feed, False: feed}, account)
    live_check.check_told(browser.street, account)
    return "; ".join(account.failures)


def told(id: int, ref: int, text: str = "Lunch", name: str = "update.posted", stream: str = "feed:company") -> bytes:
    return json.dumps({"id": id, "stream": stream, "name": name, "ref": ref, "html": html(ref, text)}).encode()


def card(pk: int, text: str = "Lunch"):
    return next(cards_in(html(pk, text)))


def html(pk: int, text: str) -> str:
    return f'<article id="update-{pk}" data-cursor="1700{pk}-{pk}" data-company>{text}<article>x</article></article>'
