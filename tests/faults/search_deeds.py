"""After whatever people do, each finds within five seconds exactly what each sees."""

import random
import threading
import time
from typing import Any

from intranet.kit.progress import progress
from intranet.people.actions import people as accounts
from intranet.people.models import Role, User
from microblog.models import Update
from search import asking
from tests.support.town import TAGS, Town

from .search_account import Account, Plan
from .search_house import House, Searcher

BOUND = 5.0  # seconds after the last deed
PAUSE = 0.1  # before somebody who was too early looks again


def run(plan: Plan, account: Account, house: House, dice: random.Random) -> None:
    """So many deeds, then what everybody finds."""
    admin = User.objects.get(username="clara")
    cast = [added(admin, f"townsman{number}") for number in range(8)]
    moderator = added(admin, "reeve", Role.MODERATOR)
    communications = added(admin, "crier", Role.COMMUNICATIONS)
    stranger = added(admin, "wanderer")
    town = Town(dice, cast, strangers=[stranger, moderator, communications], admin=admin)
    with house.watched():
        with progress("Living in the town", total=plan.deeds) as bar:
            for _ in range(plan.deeds):
                town.do_something()
                bar.advance()
        last = time.monotonic()
        account.deeds = town.done
        mover = next(person for person in cast[3:] if User.objects.here().filter(pk=person.pk).exists())
        compare(
            {
                "member": cast[1],
                "stranger": stranger,
                "team lead": cast[0],
                "comes and goes": mover,
                "moderator": moderator,
                "communications": communications,
                "administrator": admin,
            },
            house,
            account,
            last,
        )


def added(admin: User, username: str, role: str = Role.MEMBER) -> User:
    return accounts.add(by=admin, username=username, name=username.title(), role=role)


def compare(people: dict[str, User], house: House, account: Account, last: float) -> None:
    """Everybody reads all pages at the same time, again and again until they are what they should be."""
    expected = {role: seen_by(User.objects.get(pk=person.pk)) for role, person in people.items()}
    threads = [
        threading.Thread(target=read, args=(role, house.visitor(person), expected[role], account, last))
        for role, person in people.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def seen_by(person: User) -> dict[str, list[str]]:
    """What each query should find, by the one door of updates; no more of it than one can page through."""
    # What tells of a post is not found beside the post.
    rows = Update.objects.standing().visible_to(person).filter(card={}).order_by("-posted_at", "-pk")
    expected = {"kind:update": addresses(rows)}
    for tag in TAGS:
        expected[f"kind:update tag:{tag}"] = addresses(rows.filter(tags__name=tag))
    return expected


def addresses(rows: Any) -> list[str]:
    return [update.get_absolute_url() for update in rows[: asking.FARTHEST]]


def read(role: str, visitor: Searcher, expected: dict[str, list[str]], account: Account, last: float) -> None:
    """The seconds are those from the last deed until somebody began to read who found exactly what should be there."""
    wrong = ""
    while (began := time.monotonic() - last) <= BOUND:
        wrong, read = "", 0
        for typed, there in expected.items():
            first = set(there[: asking.SIZE])  # the newest
            hits = visitor.all_hits(typed, lambda hits, first=first: set(hits) == first)
            read += len(hits)
            if wrong := difference(typed, hits, set(there)):
                break
        if not wrong:
            account.right_after_s[role] = round(began, 2)
            account.compared[role] = read
            return
        time.sleep(PAUSE)
    account.check(False, f"{role}, {BOUND:.0f} s after the last deed: {wrong}")


def difference(typed: str, hits: list[str], expected: set[str]) -> str:
    """A sentence, or nothing."""
    found = set(hits)
    if found == expected and len(hits) == len(found):
        return ""
    lacks, surplus = sorted(expected - found)[:3], sorted(found - expected)[:3]
    return f"{typed!r} lacks {lacks}, has {surplus} too much and {len(hits) - len(found)} twice"
