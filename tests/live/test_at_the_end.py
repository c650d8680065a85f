"""What is rung while something larger is done is heard when it is done."""

import pytest
from django.db import transaction

from intranet import live
from intranet.live import log

pytestmark = pytest.mark.django_db


def names(mark: int) -> list[str]:
    return [event.name for event in log.since(mark, most=100)]


def test_parts_that_ring_are_heard_together_when_all_is_done(maya):
    live.send(f"user:{maya.pk}", "noise.before", ref=maya.pk)
    mark = log.newest()
    with live.at_the_end():
        live.send(f"user:{maya.pk}", "first.part", ref=maya.pk)
        with live.at_the_end():
            live.send(f"user:{maya.pk}", "second.part", ref=maya.pk)
        assert names(mark) == []
    assert names(mark) == ["first.part", "second.part"]
    live.send(f"user:{maya.pk}", "later", ref=maya.pk)
    assert names(mark)[2:] == ["later"]


def test_of_what_failed_nobody_hears(maya):
    mark = log.newest()
    with pytest.raises(ZeroDivisionError), transaction.atomic(), live.at_the_end():
        live.send(f"user:{maya.pk}", "first.part", ref=maya.pk)
        raise ZeroDivisionError
    live.send(f"user:{maya.pk}", "later", ref=maya.pk)
    assert names(mark) == ["later"]
