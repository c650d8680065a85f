"""Whoever may no longer hear something is silent at once, and within five seconds if nobody told the house."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from secrets import token_urlsafe

import pytest
from websockets.exceptions import ConnectionClosed

from intranet.live.limits import SIGNED_OUT
from intranet.live.rights import EVERY as CHECKED_EVERY
from tests.bench.stage import Answer, Visitor
from tests.support.live import Ear, House

AT_ONCE, IN_TIME = 2.0, 5.0  # seconds
numbers = count(1)


@dataclass
class Scene:
    """A closed team of Maya's with Théo in it, a thread there, and a guest who works here since a minute ago."""

    house: House
    team: int
    thread: int
    name: str
    guest: Visitor
    hears: list[str] = field(default_factory=list)  # the streams of the guest that are to end

    def post(self, who: str, path: str, **fields: str) -> Answer:
        answer = self.house.visitor(who).post(path.format(**vars(self)), fields)
        assert answer.status in {200, 302}, answer.text[:500]
        return answer

    def sql(self, statement: str) -> None:
        values = {"team": self.team, "person": self.house.number(self.name), "session": self.guest.cookies["sessionid"]}
        self.house.sql(statement.format(**{name: f"'{value}'" for name, value in values.items()}))

    def say(self, words: str) -> None:
        """Maya posts it in the team, and again in the thread."""
        self.post("maya", "/updates/", text=words, key=token_urlsafe(18), teams=str(self.team), next="/")
        self.post("maya", "/updates/{thread}/replies/", text=words, key=token_urlsafe(18))

    @contextmanager
    def ears(self) -> Iterator[tuple[Ear, Ear]]:
        """The guest's, who listens to all that is to end and to the company, and Théo's, who listens to the team."""
        with self.house.ear(self.guest) as ear, self.house.ear("theo") as theo:
            assert ear.listen("feed:company", *self.hears) == sorted(["feed:company", *self.hears])
            assert theo.listen(f"feed:team:{self.team}")
            yield ear, theo

    def page(self) -> int:
        return self.guest.get(f"/teams/{self.team}/").status


def scene(house: House, right: str) -> Scene:
    """As things are before this right ends."""
    number, maya, is_closed = next(numbers), house.visitor("maya"), right != "openness"
    maya.post("/teams/new/", {"name": f"Team {number}", "purpose": "", **({"is_closed": "on"} if is_closed else {})})
    team, name = house.team(f"Team {number}"), f"guest{number}"
    role = "admin" if right == "role" else "member"
    house.visitor("clara").post("/people/new/", {"name": f"Guest {number}", "username": name, "role": role})
    house.sql("UPDATE people_user SET password = (SELECT password FROM people_user WHERE username = 'maya')"
              " WHERE username = ?", name)  # fmt: skip
    for username in ("theo",) if right in {"openness", "role"} else ("theo", name):
        maya.post(f"/teams/{team}/members/", {"username": username})
    said = {"text": "A thread", "key": token_urlsafe(18), "teams": str(team), "next": "/"}
    assert maya.post("/updates/", said).status == 302
    thread = house.newest_update()
    hears = [f"feed:team:{team}", f"thread:{thread}", *(["feed:closed"] if right == "role" else [])]
    return Scene(house, team, thread, name, house.visitor(name), hears)


@dataclass(frozen=True)
class Right:
    """Something that ends: by a form, as a person does it, or in the database, behind the back of the house."""

    behind: str
    by_form: Callable[[Scene], Answer] | None = None
    closes: bool = True  # the whole socket


MEMBERSHIP = "DELETE FROM people_membership WHERE team_id = {team} AND person_id = {person}"
STANDING = "/people/{name}/standing/"
RIGHTS = {
    "membership": Right(
        MEMBERSHIP,
        lambda scene: scene.guest.post(f"/teams/{scene.team}/membership/", {"_method": "delete"}),
        closes=False,
    ),
    "place in the team": Right(
        MEMBERSHIP, lambda scene: scene.post("maya", "/teams/{team}/members/{name}/", _method="delete"), closes=False
    ),
    "openness": Right(
        "UPDATE people_team SET is_closed = 1 WHERE id = {team}",
        lambda scene: scene.post("maya", "/teams/{team}/edit/", name=f"Closed {scene.team}", is_closed="on"),
        closes=False,
    ),
    "role": Right(
        "UPDATE people_user SET role = 'member', is_superuser = 0 WHERE id = {person}",
        lambda scene: scene.post("clara", STANDING, role="member", is_active="on"),
        closes=False,
    ),
    "account": Right(
        "UPDATE people_user SET is_active = 0 WHERE id = {person}",
        lambda scene: scene.post("clara", STANDING, role="member"),
    ),
    "password": Right(
        "UPDATE people_user SET password = 'argon2$another' WHERE id = {person}",
        lambda scene: scene.post("clara", "/people/{name}/link/"),
    ),
    "session": Right(
        "DELETE FROM django_session WHERE session_key = {session}", lambda scene: scene.guest.post("/sign-out/", {})
    ),
    "time of the session": Right(
        "UPDATE django_session SET expire_date = '2020-01-01 00:00:00' WHERE session_key = {session}"
    ),
}


def silence(ear: Ear, began: float) -> tuple[float, int | list[str]]:
    """How many seconds after `began` it was told that something ended, and what: streams, or the code of the socket."""
    try:
        what = ear.until(lambda message: "ended" in message, IN_TIME)["ended"]
    except ConnectionClosed as closed:
        what = closed.rcvd.code if closed.rcvd else 1006
    return time.monotonic() - began, what


def everything_told(ear: Ear) -> str:
    """What came by this socket until now. A beat is answered after all that was written before it."""
    try:
        ear.say(beat=0)
        ear.until(lambda message: "beat" in message)
    except ConnectionClosed:
        pass
    return json.dumps(ear.heard)


@pytest.mark.parametrize("name", [name for name, right in RIGHTS.items() if right.by_form])
def test_a_right_that_somebody_ends_is_over_for_what_is_said_next(house, name):
    right, here = RIGHTS[name], scene(house, name)
    with here.ears() as (ear, theo):
        assert here.page() == 200
        assert right.by_form
        right.by_form(here)
        began = time.monotonic()
        here.say("Canary")
        seconds, what = silence(ear, began)
        assert what == (SIGNED_OUT if right.closes else sorted(here.hears))
        assert seconds < AT_ONCE
        theo.until(lambda message: "Canary" in message.get("html", ""))
        assert "Canary" not in everything_told(ear)
    assert here.page() == (302 if right.closes else 404)
    print(f"{name}: silent after {seconds:.2f} s")


def test_a_right_that_ends_behind_the_back_of_the_house_is_over_within_five_seconds(house):
    scenes = {name: scene(house, name) for name in RIGHTS}

    def end(name: str) -> tuple[float, int | list[str]]:
        scenes[name].sql(RIGHTS[name].behind)
        return silence(ears[name][0], time.monotonic())

    ends = {name: each.ears() for name, each in scenes.items()}
    ears = {name: end.__enter__() for name, end in ends.items()}
    try:
        with ThreadPoolExecutor(len(scenes)) as threads:
            found = dict(zip(scenes, threads.map(end, scenes), strict=True))
        for name, (seconds, what) in found.items():
            ear, theo = ears[name]
            assert what == (SIGNED_OUT if RIGHTS[name].closes else sorted(scenes[name].hears)), name
            assert seconds < IN_TIME, name
            scenes[name].say("Canary")
            theo.until(lambda message: "Canary" in message.get("html", ""))
            assert "Canary" not in everything_told(ear), name
            assert scenes[name].page() == (302 if RIGHTS[name].closes else 404), name
    finally:
        for each in ends.values():
            each.__exit__(None, None, None)
    print({name: f"{seconds:.2f} s" for name, (seconds, _) in found.items()})


def test_a_session_that_runs_out_while_nothing_happens_is_over_within_five_seconds(house):
    """Nothing is written for so long that the house has looked at everybody's rights since, before it runs out."""
    tom, still_here = house.visitor("tom", anew=True), house.visitor("tom")
    over = datetime.now(UTC) + timedelta(seconds=CHECKED_EVERY + 1)
    values = over.strftime("%Y-%m-%d %H:%M:%S.%f"), tom.cookies["sessionid"]
    house.sql("UPDATE django_session SET expire_date = ? WHERE session_key = ?", *values)
    with house.ear(tom) as ear, house.ear(still_here) as elsewhere:
        ear.listen("feed:company")
        elsewhere.listen("feed:company")
        code, _ = ear.closes_within(CHECKED_EVERY + 1 + IN_TIME)
        seconds = (datetime.now(UTC) - over).total_seconds()
        assert code == SIGNED_OUT
        assert 0 <= seconds < IN_TIME
        house.visitor("ines").say("Tom is still here")
        assert "still here" in elsewhere.until("update.posted")["html"]  # noise: his other browser
    print(f"run out: silent after {seconds:.2f} s")


def test_signing_out_in_one_browser_is_not_heard_in_the_other(house):
    phone, desk = house.visitor("jun", anew=True), house.visitor("jun", anew=True)
    with house.ear(phone) as left, house.ear(desk) as stays:
        left.listen("feed:company")
        stays.listen("feed:company")
        phone.post("/sign-out/", {})
        assert left.closes_within(AT_ONCE)[0] == SIGNED_OUT
        house.visitor("ines").say("Still there?")
        assert "Still there?" in stays.until("update.posted")["html"]
        assert [message for message in stays.heard if "ended" in message] == []


def test_whoever_left_a_team_hears_the_rest_and_hears_the_team_again_after_coming_back(house):
    here = scene(house, "membership")
    with here.ears() as (ear, _):
        here.guest.post(f"/teams/{here.team}/membership/", {"_method": "delete"})
        assert silence(ear, 0)[1] == sorted(here.hears)
        house.visitor("ines").say("For everybody")
        assert "For everybody" in ear.until("update.posted")["html"]
        assert ear.listen("feed:company", *here.hears) == ["feed:company"]
        here.post("maya", "/teams/{team}/members/", username=here.name)
        assert ear.listen("feed:company", *here.hears) == sorted(["feed:company", *here.hears])
        here.say("Welcome back")
        assert "Welcome back" in ear.until("update.posted")["html"]
