"""What the server sends to browsers, read: pages with a list of updates, and the messages of the socket."""

import html as entities
import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

Cursor = tuple[int, int]  # microseconds, id


class Card(NamedTuple):
    """An update as a list shows it."""

    id: int
    cursor: Cursor
    html: str
    is_reply: bool
    is_company: bool
    teams: frozenset[int]


class Frame(NamedTuple):
    """An event as it came on the wire."""

    id: int
    stream: str
    name: str
    ref: int
    card: Card | None  # None: it is no longer there, or it is no update


class Page(NamedTuple):
    """A page with a list, as it was loaded."""

    cards: list[Card]
    has_next: bool
    mark: int
    streams: frozenset[str]
    rules: dict[str, Any]


_EDGE = re.compile(r"<article\b[^>]*>|</article>")
_ID = re.compile(r'\bid="update-(\d+)"')
_CURSOR = re.compile(r'\bdata-cursor="(\d+)-(\d+)"')
_TEAMS = re.compile(r'\bdata-teams="([\d ]*)"')


def read(payload: bytes) -> dict[str, Any] | Frame:
    """A message as it came on the wire."""
    told = json.loads(payload)
    if "id" not in told:
        return told
    cards = list(cards_in(told["html"]))
    return Frame(told["id"], told["stream"], told["name"], told["ref"], cards[0] if cards else None)


def read_page(html: str) -> Page:
    """A page with a list. Raises LookupError when it is none."""
    mark = re.search(r'data-mark="(\d+)"', html)
    if not mark:
        raise LookupError(f"There is no mark in the page: {html[:200]}")
    rules = re.search(r'data-takes="([^"]*)"', html)
    return Page(
        cards=list(cards_in(html)),
        has_next=has_next(html),
        mark=int(mark[1]),
        streams=frozenset(name for names in re.findall(r'data-streams="([^"]*)"', html) for name in names.split()),
        rules=json.loads(entities.unescape(rules[1])) if rules else {},
    )


def cards_in(html: str) -> Iterable[Card]:
    """The updates of a list, without those inside of others."""
    depth, begin, head = 0, 0, ""
    for edge in _EDGE.finditer(html):
        if edge[0] == "</article>":
            depth -= 1
            if depth == 0 and (found := _ID.search(head)) and (cursor := _CURSOR.search(head)):
                teams = _TEAMS.search(head)
                yield Card(
                    id=int(found[1]),
                    cursor=(int(cursor[1]), int(cursor[2])),
                    html=html[begin : edge.end()],
                    is_reply="data-root=" in head,
                    is_company="data-company" in head,
                    teams=frozenset(map(int, teams[1].split())) if teams else frozenset(),
                )
        else:
            if depth == 0:
                begin, head = edge.start(), edge[0]
            depth += 1


def has_next(html: str) -> bool:
    return 'rel="next"' in html


def takes(rules: dict[str, Any], card: Card) -> bool:
    """Does a list with these rules take this update when it is new? So much of `news.js` as our pages need here."""
    if not rules or card.is_reply:
        return False
    is_ours = not card.teams.isdisjoint(rules.get("teams", ()))
    return bool(rules.get("all") or (rules.get("company") and card.is_company) or is_ours)
