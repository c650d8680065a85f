"""The number beside a moderator's desk comes over the socket, to those alone who may decide."""

import re
from collections.abc import Iterator

import pytest

from tests.support.live import House, running_house


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with running_house() as house:
        yield house


def said(house: House, who: str, words: str, team: str = "") -> int:
    """The number of the update."""
    fields = {"text": words, "key": f"key of {words}", **({"teams": str(house.team(team))} if team else {})}
    assert house.visitor(who).post("/updates/", fields).status == 302
    return house.newest_update()


def report(house: House, who: str, number: int) -> None:
    assert house.visitor(who).post(f"/reports/update/{number}/", {"line": "Rude"}).status == 302


def number_in(frame: dict) -> int:
    """What the frame says that waits."""
    found = re.search(r'class="counter"[^>]*>(\d+)', frame["html"])
    return int(found[1]) if found else 0


def test_a_report_and_its_decision_change_the_number_of_every_moderator_and_nobody_elses(house):
    update = said(house, "theo", "You are all fools")
    with house.ear("olu") as olu, house.ear("clara") as clara, house.ear("maya") as maya:
        mine = {who: f"user:{house.number(who)}" for who in ("olu", "clara", "maya")}
        for who, ear in (("olu", olu), ("clara", clara)):
            assert ear.listen(mine[who], after=house.mark()) == [mine[who]]
        assert maya.listen(*mine.values(), after=house.mark()) == [mine["maya"]]
        report(house, "ines", update)
        before = [number_in(ear.until("moderation.changed")) for ear in (olu, clara)]
        assert before == [1, 1]
        house.visitor("clara").post(f"/moderation/update/{update}/decision/", {"kept": "999999999"})
        assert [number_in(ear.until("moderation.changed")) for ear in (olu, clara)] == [0, 0]
        assert not [message for message in maya.during(0.5) if message.get("name") == "moderation.changed"]


def test_of_a_closed_team_only_administrators_hear(house):
    secret = said(house, "noor", "Who gets more", "Pay review")
    with house.ear("olu") as olu, house.ear("clara") as clara:
        for who, ear in (("olu", olu), ("clara", clara)):
            ear.listen(f"user:{house.number(who)}", after=house.mark())
        report(house, "sam", secret)
        assert number_in(clara.until("moderation.changed")) == 1
        assert not [message for message in olu.during(0.5) if message.get("name") == "moderation.changed"]
        report(house, "ines", said(house, "theo", "Noise for all"))
        assert number_in(olu.until("moderation.changed")) == 1
        assert number_in(clara.until("moderation.changed")) == 2
