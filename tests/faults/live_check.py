"""What must hold at the end: for every browser, for every post, and for everything that anybody was told."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from .live_browser import Browser
from .live_house import House
from .live_page import Card
from .live_socket import FEED
from .live_street import Street
from .live_writers import Said, Written

SHOWN = 12  # failures of one kind that are told in full
NUMBER = re.compile(r"Parcel (\d{6})")

LISTED = """
    SELECT id FROM microblog_update
    WHERE root_id IS NULL AND NOT is_retracted AND EXISTS (
        SELECT 1 FROM microblog_updateaudience
        WHERE update_id = microblog_update.id AND (team_id IS NULL OR team_id IN (?, ?))
    )
    ORDER BY posted_at DESC, id DESC
"""


@dataclass
class Account:
    """The figures, and whatever did not hold."""

    shape: str = ""
    sockets: int = 0
    events: int = 0  # acts that were accepted
    log_events: int = 0  # what they wrote to the log
    cuts: int = 0  # all that was done to sockets; some of it is told apart below
    half_open: int = 0
    stalled: int = 0
    torn: int = 0
    reloads: int = 0
    restarts: int = 0
    redis_kills: int = 0
    resets: int = 0
    reconnects: int = 0
    frames: int = 0
    replayed: int = 0  # frames that a browser had before its line broke
    closed: dict[str, int] = field(default_factory=dict)  # by the server, by code
    gaps: int = 0  # events and updates that never came
    doubles: int = 0
    disorders: int = 0
    stale: int = 0  # updates that look otherwise than on the page
    lost_posts: int = 0
    doubled_posts: int = 0
    leaks: int = 0
    seconds: float = 0
    failures: list[str] = field(default_factory=list)

    def check(self, holds: bool, sentence: str) -> None:
        if not holds:
            self.failures.append(sentence)


def check_browsers(
    browsers: Sequence[Browser], events: Sequence[tuple[int, str]], feeds: dict[bool, list[Card]], account: Account
) -> None:
    """`events` are all of the log; `feeds` is what the pages list for those inside and outside of the closed team."""
    wrong = 0
    for browser in browsers:
        sentences = list(differences(browser, events, feeds[browser.guest.is_member], account))
        if sentences:
            wrong += 1
            if wrong <= SHOWN:
                history = "\n      ".join(browser.history)
                account.failures.append(f"{browser}: {'; '.join(sentences)}\n      {history}")
    account.check(wrong <= SHOWN, f"{wrong} browsers are wrong in all")


def differences(
    browser: Browser, events: Sequence[tuple[int, str]], feed: Sequence[Card], account: Account
) -> list[str]:
    """What this browser was not told, was told twice or in another order, and what it shows otherwise than the page."""
    streams = {name for name in browser.streams if name.startswith(FEED)}
    found = []
    if not browser.is_listening:
        found.append("it does not listen")
    if missed := [id for id, stream in events if id > browser.base and stream in streams and id not in browser.had]:
        found.append(f"never heard events {_some(missed)}")
    if browser.doubled:
        found.append(f"heard events twice on one line: {_some(browser.doubled)}")
    if browser.disordered:
        found.append(f"heard events in another order: {_some([f'{b} after {a}' for a, b in browser.disordered])}")
    wanted = {card.id: card for card in feed if not browser.is_behind(card)}
    shown = {card.id: card for card in sorted(browser.cards.values(), key=lambda card: card.cursor, reverse=True)}
    if lacking := sorted(wanted.keys() - shown.keys()):
        found.append(f"does not show updates {_some(lacking)}")
    if surplus := sorted(shown.keys() - wanted.keys()):
        found.append(f"shows updates {_some(surplus)}, which the page does not")
    if not lacking and not surplus and list(wanted) != list(shown):
        found.append("shows updates in another order than the page")
    if stale := [pk for pk, card in wanted.items() if pk in shown and _bare(shown[pk]) != _bare(card)]:
        pk = stale[0]
        found.append(f"shows updates {_some(stale)} otherwise: {_at_difference(_bare(shown[pk]), _bare(wanted[pk]))}")
    account.gaps += len(missed) + len(lacking)
    account.doubles += len(browser.doubled)
    account.disorders += len(browser.disordered)
    account.stale += len(stale) + len(surplus)
    return found


def check_told(street: Street, account: Account) -> None:
    """Nobody outside was told of the closed team, and nothing came that was not asked for."""
    account.leaks = len(street.leaks)
    for leak in street.leaks[:SHOWN]:
        account.failures.append(f"a leak: {leak}")
    for surprise in street.surprises[:SHOWN]:
        account.failures.append(surprise)
    account.check(len(street.surprises) <= SHOWN, f"{len(street.surprises)} surprises in all")


def check_pages(house: House, feeds: dict[bool, list[Card]], account: Account) -> None:
    """The pages list what the database holds, newest first."""
    for is_member, feed in feeds.items():
        teams = (house.cast.open_team, house.cast.closed_team if is_member else 0)
        rows = house.ask(LISTED, *teams)
        stored, listed = [pk for (pk,) in rows], [card.id for card in feed]
        where = "inside" if is_member else "outside"
        account.check(stored == listed, f"{where}, the page lists {len(listed)} updates, the database {len(stored)}")


def check_posts(house: House, written: Written, account: Account) -> None:
    """Every accepted post and reply is stored once, as its last answer said."""
    rows = house.ask(
        "SELECT u.id, coalesce(r.text, u.text), u.is_retracted FROM microblog_update u"
        " LEFT JOIN microblog_retraction r ON r.update_id = u.id"
    )
    compare_posts(written.said, rows, account)
    refusals = written.refusals[:SHOWN]
    account.check(not refusals, f"{len(written.refusals)} acts were refused, such as: " + "; ".join(refusals))


def compare_posts(said: Collection[Said], rows: Collection[tuple[int, str, Any]], account: Account) -> None:
    """`rows`: the number of each stored update, its text (also of a retracted one), and whether it was retracted."""
    stored: dict[int, list[tuple[int, str, bool]]] = {}
    for row in rows:
        if found := NUMBER.match(row[1]):
            stored.setdefault(int(found[1]), []).append((row[0], row[1], bool(row[2])))
    stands = [one for one in said if one.state != "undone"]
    lost = [one.number for one in stands if one.number not in stored]
    doubled = [number for number, found in stored.items() if len(found) > 1]
    account.lost_posts, account.doubled_posts = len(lost), len(doubled)
    account.check(not lost, f"accepted but lost: posts {_some(lost)}")
    account.check(not doubled, f"stored more than once: posts {_some(doubled)}")
    other = [
        one.number
        for one in stands
        if one.number in stored and (one.pk, one.text, one.state == "retracted") not in stored[one.number]
    ]
    account.check(not other, f"stored otherwise than it was answered: posts {_some(other)}")
    back = [one.number for one in said if one.state == "undone" and one.number in stored]
    account.check(not back, f"undone, but still there: posts {_some(back)}")
    unknown = stored.keys() - {one.number for one in said}
    account.check(not unknown, f"stored, but never answered: posts {_some(sorted(unknown))}")


def _bare(card: Card) -> str:
    return " ".join(card.html.split())


def _at_difference(one: str, other: str) -> str:
    place = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    begin = max(0, place - 40)
    return f"{one[begin : place + 60]!r} instead of {other[begin : place + 60]!r}"


def _some(things: Sequence[Any]) -> str:
    """The first of them."""
    more = f" and {len(things) - SHOWN} more" if len(things) > SHOWN else ""
    return ", ".join(map(str, things[:SHOWN])) + more
