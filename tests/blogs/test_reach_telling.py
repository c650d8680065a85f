"""Whoever looks at the readers of a post every day and subtracts learns of no few of one department."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microblog.blogs.telling import FEWEST, Readers, told_next

NAMES = ("", "Ops", "Shop", "Legal", "Board")
DAYS = st.lists(st.dictionaries(st.sampled_from(NAMES), st.integers(1, 12), max_size=5), max_size=12)


@pytest.mark.parametrize(
    ("departments", "told"),
    [
        ({}, {}),
        ({"Ops": 7, "Shop": 5}, {"Ops": 7, "Shop": 5}),
        ({"Ops": 7, "Shop": 4, "": 3}, {"Ops": 7}),
        ({"Ops": 9, "Shop": 6, "Legal": 4}, {"Ops": 9}),  # one alone would be known
        ({"Ops": 9, "Shop": 6, "Legal": 1, "Board": 2}, {"Ops": 9}),  # three would be few
        ({"Ops": 9, "Legal": 1}, {}),
        ({"Legal": 3}, {}),
        ({"Legal": 4, "Board": 4}, {}),
        ({"": 8}, {"": 8}),
    ],
)
def test_nobody_is_found_by_subtraction_from_the_whole(departments, told):
    found = told_next({name: Readers(count) for name, count in departments.items()})
    assert {name: count for name, count in found.items() if count} == told
    left = sum(departments.values()) - sum(told.values())
    assert left == 0 or left >= FEWEST or not told


@pytest.mark.parametrize(
    ("readers", "told"),
    [
        ({"Ops": Readers(11, 7)}, {"Ops": 7}),  # four came since
        ({"Ops": Readers(12, 7)}, {"Ops": 12}),
        ({"Ops": Readers(12, 7), "Shop": Readers(1)}, {"Ops": 7, "Shop": 0}),  # who is not of the one is of the other
        ({"Ops": Readers(12, 7), "Shop": Readers(4), "Legal": Readers(1)}, {"Ops": 12, "Shop": 0, "Legal": 0}),
        ({"Ops": Readers(12, 7), "Shop": Readers(9, 5), "Legal": Readers(1)}, {"Ops": 12, "Shop": 5, "Legal": 0}),
    ],
)
def test_nobody_is_found_by_subtraction_from_the_day_before(readers, told):
    assert told_next(readers) == told


@settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS)
def test_whatever_comes_day_by_day_what_is_told_grows_by_five_or_more_of_one_department(days):
    counts: Counter[str] = Counter()
    told: dict[str, int] = {}
    for day in days:
        counts.update(day)
        found = told_next({name: Readers(count, told.get(name, 0)) for name, count in counts.items()})
        steps = {name: count - told.get(name, 0) for name, count in found.items()}
        assert all(step == 0 or step >= FEWEST for step in steps.values())
        assert all(count <= counts[name] for name, count in found.items())
        left = [counts[name] - count for name, count in found.items() if counts[name] > count]
        if any(steps.values()):
            assert not left or (len(left) >= 2 and sum(left) >= FEWEST)
        told = found
