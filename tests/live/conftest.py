"""One running house for all tests of the live feed that leave it standing."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.support.live import House, running_house

numbers = count(1)


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    with running_house() as house:
        yield house


@pytest.fixture
def closed_team(house: House) -> int:
    """A closed team of its own: Maya leads it, Théo is in it, and Ines must never hear of it."""
    name = f"Pay review {next(numbers)}"
    maya = house.visitor("maya")
    assert maya.post("/teams/new/", {"name": name, "purpose": "Secret", "is_closed": "on"}).status == 302
    team = house.team(name)
    assert maya.post(f"/teams/{team}/members/", {"username": "theo"}).status == 302
    return team
