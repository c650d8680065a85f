"""The cast, their teams, and clean caches. What tests about updates and pages share stands in `tests/support`."""

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intranet.governance import rules
from intranet.live import log
from intranet.people.models import Company, User
from microblog import topics
from search import asking
from tests.factories import PersonFactory, TeamFactory


@pytest.fixture(autouse=True)
def empty_caches():
    """Nobody profits from, or is throttled by, what an earlier test did."""
    for name in ("default", "fragments"):
        caches[name].clear()


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """What is found does not depend on how busy the machine is."""
    monkeypatch.setattr(asking, "PATIENCE", 60.0)


@pytest.fixture
def company(db) -> Company:
    return Company.objects.create(pk=1, name="Northwind")


@pytest.fixture
def maya(db) -> User:
    """Asks."""
    return PersonFactory(username="maya", name="Maya Okafor", email="maya@northwind.example", title="Product manager")


@pytest.fixture
def tom(db) -> User:
    """Is in Maya's team."""
    return PersonFactory(username="tom", name="Tom Berger", email="tom@northwind.example", title="Support agent")


@pytest.fixture
def ines(db) -> User:
    """A support agent; in no team unless a test says so."""
    return PersonFactory(username="ines", name="Ines Lindqvist", title="Support lead", department="Customer care")


@pytest.fixture
def olu(db) -> User:
    """Moderates."""
    return PersonFactory(username="olu", name="Olu Adeyemi", moderator=True)


@pytest.fixture
def clara(db) -> User:
    """The CEO, and an administrator."""
    return PersonFactory(username="clara", name="Clara Duarte", title="Chief executive", admin=True)


@pytest.fixture
def noor(db) -> User:
    """Leads the closed team."""
    return PersonFactory(username="noor", name="Noor Haddad", title="People partner")


@pytest.fixture
def stranger(db) -> User:
    """Works here, is in no team, and must never see anything of one that is closed."""
    return PersonFactory(username="stranger", name="Sasha Stranger")


@pytest.fixture
def team(maya, tom):
    """An open team: Tom leads it, Maya is in it."""
    return TeamFactory(name="Platform", purpose="The shop and its systems", lead=tom, members=[maya])


@pytest.fixture
def closed_team(noor, maya):
    """A closed team: Noor leads it, Maya is in it."""
    return TeamFactory(name="Pay review", purpose="Preparing the pay round", closed=True, lead=noor, members=[maya])


@pytest.fixture
def flat():
    """``flat(grow, {"home": read, …})``: each `read` asks the database as often after `grow()` as before.

    Drawn cards are forgotten before each; the company, its topics and the mark of the log are known, as they are in
    any process that is not quite new, and time stands still, so that a busy machine does not forget them meanwhile.
    Returns how often, by name.
    """

    def asked(read) -> list[str]:
        caches["fragments"].clear()
        with time_machine.travel(timezone.now(), tick=False):
            # What a process reads now and then, whatever it shows.
            Company.current(), log.mark(), rules.asked(), topics.figures()
            with CaptureQueriesContext(connection) as queries:
                read()
        return [query["sql"] for query in queries]

    def check(grow, reads) -> dict[str, int]:
        few = {name: asked(read) for name, read in reads.items()}
        grow()
        many = {name: asked(read) for name, read in reads.items()}
        more = {name: many[name] for name in reads if len(many[name]) != len(few[name])}
        assert not more, "\n".join(
            f"{name} asks {len(few[name])} times for few rows and {len(sqls)} times for many:\n  "
            + "\n  ".join(sql[:200] for sql in sqls)
            for name, sqls in more.items()
        )
        return {name: len(sqls) for name, sqls in many.items()}

    return check
