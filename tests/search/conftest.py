"""Both engines that run without a server, each with an index of its own that is empty at the start; and who learns."""

from datetime import UTC, datetime

import pytest
import time_machine

from intranet.people.models import Role
from search import drain as drains
from search import engines
from search.models import Document, Engine
from tests.factories import PersonFactory
from tests.support.learning import document
from tests.support.search import engines_know, say

NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)


@pytest.fixture(params=["whoosh", "database"])
def engine(request, settings, db) -> str:
    """Everything that asks for it is tried on both."""
    backends = settings.WAGTAILSEARCH_BACKENDS
    if request.param == "database":
        settings.WAGTAILSEARCH_BACKENDS = {name: backends[name] for name in backends if name != engines.WHOOSH}
    else:
        engines.backend(engines.WHOOSH).get_index_for_model(Document).reset()
    return request.param


@pytest.fixture
def drained(engine):
    """``drained()``: the engines have heard of everything that was done so far, as half a second later."""

    def drained():
        drains.drain_all()
        assert not Document.objects.waiting().exists()
        assert not Engine.objects.broken().exists()

    return drained


@pytest.fixture
def priya(db):
    """Does the communications."""
    return PersonFactory(username="priya", name="Priya Raman", role=Role.COMMUNICATIONS)


@pytest.fixture
def lunch(ines, tom):
    """Something to find, and noise."""
    lunch = say(ines, "Lunch in Porto is at noon")
    say(tom, "Noise about parcels in Porto")
    engines_know()
    return document(lunch)


@pytest.fixture
def clock():
    """It is noon on 12 May 2026, and ``clock.shift(timedelta)`` lets time pass."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock
