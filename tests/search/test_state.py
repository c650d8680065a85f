"""What administrators see of the state of the search."""

from datetime import timedelta

import pytest
from django.utils import timezone

from search import drain, engines
from search.models import Document
from search.models import document as documents
from tests.support import page, sign_in
from tests.support.search import say

pytestmark = pytest.mark.django_db


def health(clara) -> str:
    return page(sign_in(clara).get("/health/")).first("main").text


@pytest.mark.parametrize("engine", ["whoosh"], indirect=True)
def test_an_administrator_sees_how_far_the_index_is(clara, maya, engine, monkeypatch):
    assert "The index is being made" in health(clara)
    drain.drain_all()
    assert "nothing waits" in health(clara)
    say(maya, "One more")
    assert "1 thing waits to be indexed, the first for 0" in health(clara)
    assert health(clara).count("Look at this") == 1, "there is no worker here"
    long_ago = timezone.now() - timedelta(minutes=1)
    monkeypatch.setattr(documents.time, "time_ns", lambda: int(long_ago.timestamp() * 1e9))
    say(maya, "Nobody tells the engine")
    monkeypatch.undo()
    assert "the first for 6" in health(clara)
    assert health(clara).count("Look at this") == 2
    drain.drain_all()
    engines.mark_broken(engines.WHOOSH, OSError("The disk is full"))
    assert "made anew; the database answers. The disk is full" in health(clara)
    assert not Document.objects.waiting().exists()


def test_nobody_else_sees_it(maya, olu, db):
    for person in (maya, olu):
        assert sign_in(person).get("/health/").status_code == 403
