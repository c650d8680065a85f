"""Fifty people press at the same moment, where several can write at once: `tests.postgres` runs this."""

from tests.faults import crowd


def test_fifty_people_at_once_neither_wait_for_each_other_for_ever_nor_overtake_each_other():
    told = crowd.run(rounds=1)
    assert told.failures == []
    assert told.counted["votes"] == 40  # noise
