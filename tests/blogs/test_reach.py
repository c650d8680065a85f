"""How far a post reaches is known, and who opened it is not."""

import logging
import re
from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intranet.people.models import Role
from microblog.blogs.actions import reach
from microblog.blogs.models import ReachDay, ReachDepartment, ReachKey
from microblog.blogs.reaching import folded
from tests.factories import BlogFactory, PersonFactory, PostFactory
from tests.support import page, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya(db):
    """Clara's assistant."""
    return PersonFactory(username="priya", name="Priya Raman")


@pytest.fixture
def post(company, clara, priya):
    return PostFactory(blog=BlogFactory(person=clara, writers=(priya,)), title="We are moving")


def opened(post, *people, **headers) -> None:
    for person in people:
        assert sign_in(person).get(post.get_absolute_url(), headers=headers).status_code == 200


def counted(post) -> int:
    return sum(ReachDay.objects.filter(post=post).values_list("count", flat=True))


def rows_of(response) -> list[list[str]]:
    return [[cell.text.strip() for cell in (*row.all("th"), *row.all("td"))] for row in page(response).all("tr")]


def staff(department: str, many: int) -> list:
    return [PersonFactory(department=department) for _ in range(many)]


def test_each_reader_counts_once_and_the_authors_do_not(post, clara, maya, tom):
    other = PostFactory()  # noise
    opened(post, maya, maya, tom, clara, maya)
    opened(other, maya)
    assert counted(post) == 2
    assert counted(other) == 1
    assert ReachKey.objects.count() == 3


def test_only_a_page_that_is_read_counts(post, maya):
    client = sign_in(maya)
    client.head(post.get_absolute_url())
    client.get(f"/blogs/posts/{post.pk}-another-title/")
    opened(post, maya, **{"x-fragment": "page"})
    opened(post, maya, **{"sec-purpose": "prefetch;prerender"})
    assert counted(post) == 0
    opened(post, maya)
    assert counted(post) == 1


def test_what_waits_is_read_by_those_who_prepare_it_and_not_counted(post, clara, priya):
    waiting = PostFactory(blog=post.of_blog, waits=True, author=clara)
    opened(waiting, priya)
    assert counted(waiting) == 0


def test_readers_are_told_by_day_and_by_department_with_small_groups_in_one(post, clara):
    opened(PostFactory(blog=post.of_blog), *staff("Warehouse", 7))  # noise
    opened(post, *staff("Warehouse", 6), *staff("Legal", 2), *staff("", 3), *staff("Shop", 5))
    ReachDay.objects.create(post=post, day=timezone.localdate() - timedelta(days=2), count=4)
    ReachDepartment.objects.filter(post=post, department="Warehouse").update(count=10)
    shown = sign_in(clara).get(reverse("blogs:reach", args=[post.pk]))
    cells = rows_of(shown)
    assert [row[1] for row in cells if row[0] not in {"Day", "Department"}][:2] == ["4", "16"]
    assert cells[-3:] == [["Warehouse", "10"], ["Shop", "5"], ["Smaller groups", "5"]]
    assert "Legal" not in shown.content.decode()
    bars = [bar for bar in page(shown).all("rect") if bar.attrs.get("data-tone") == "good"]
    assert len(bars) == 2
    assert len(page(shown).all("rect", "ground")) == 3  # a day without readers has its place
    assert "style=" not in page(shown).first("main").raw


@pytest.mark.parametrize(
    ("departments", "told"),
    [
        ({}, []),
        ({"Ops": 7, "Shop": 5}, [("Ops", 7), ("Shop", 5)]),
        ({"Ops": 7, "Shop": 4, "": 3}, [("Ops", 7), ("Smaller groups", 7)]),
        ({"Ops": 9, "Shop": 6, "Legal": 4}, [("Ops", 9), ("Smaller groups", 10)]),  # one alone would be known
        ({"Ops": 9, "Shop": 6, "Legal": 1, "Board": 2}, [("Ops", 9), ("Smaller groups", 9)]),  # three would be few
        ({"Ops": 9, "Legal": 1}, [("Smaller groups", 10)]),
        ({"Legal": 3}, []),
        ({"Legal": 3, "Board": 1}, []),
        ({"": 8}, [("No department", 8)]),
    ],
)
def test_nobody_is_found_by_subtraction(departments, told):
    groups = folded(departments)
    assert [(group.name, group.count) for group in groups] == told
    assert sum(group.count for group in groups) in {sum(departments.values()), 0}
    assert all(group.count >= 5 for group in groups)


def test_only_authors_and_those_who_care_for_all_channels_see_it(post, clara, priya, maya, olu, stranger, team, tom):
    speaker = PersonFactory(role=Role.COMMUNICATIONS)
    of_team = PostFactory(blog=BlogFactory(team=team), author=maya)
    cases = [
        (post, {clara: 200, speaker: 200, priya: 403, maya: 403, olu: 403, stranger: 403}),
        (of_team, {maya: 200, tom: 200, olu: 200, speaker: 200, stranger: 403}),
    ]
    for each, expected in cases:
        address = reverse("blogs:reach", args=[each.pk])
        for person, status in expected.items():
            client = sign_in(person)
            assert client.get(address).status_code == status, person
            links = page(client.get(each.get_absolute_url())).all("a", href=address)
            assert bool(links) == (status == 200), person


def test_a_post_that_nobody_opened_says_so(post, clara, maya):
    other = PostFactory(blog=post.of_blog)
    opened(other, maya)
    shown = sign_in(clara).get(reverse("blogs:reach", args=[other.pk])).content.decode()
    assert "Nobody but its authors" not in shown  # noise
    assert "Nobody but its authors" in sign_in(clara).get(reverse("blogs:reach", args=[post.pk])).content.decode()


def test_the_first_visit_costs_little_and_every_other_one_read(post, maya):
    with CaptureQueriesContext(connection) as first:
        reach.opened(by=maya, post=post.pk)
    with CaptureQueriesContext(connection) as second:
        reach.opened(by=maya, post=post.pk)
    assert len(second) == 1
    assert len(first) <= 13


def test_two_pages_at_the_same_moment_count_once(post, maya, monkeypatch):
    reach.opened(by=maya, post=post.pk)
    monkeypatch.setattr(ReachKey.objects, "filter", lambda **_: ReachKey.objects.none())
    reach.opened(by=maya, post=post.pk)
    assert counted(post) == 1
    assert ReachDepartment.objects.get(post=post).count == 1


def everything_stored() -> dict[str, list[dict]]:
    return {
        model._meta.label: list(model._base_manager.values()) for model in apps.get_models(include_auto_created=True)
    }


def new_rows(before, after) -> list[tuple[str, dict]]:
    """Rows that are there now and were not, or said something else."""
    found = []
    for label, rows in after.items():
        left = Counter(map(repr, rows)) - Counter(map(repr, before[label]))
        found += [(label, row) for row in rows if repr(row) in left]
    return found


def test_nothing_that_is_stored_logged_or_shown_tells_who_read(post, clara, caplog):
    readers = [
        PersonFactory(
            pk=7_700_000 + number, username=f"zebedee{number}", name=f"Zebedee Quill {number}", department="Ops"
        )
        for number in range(6)
    ]
    browsers = [sign_in(reader) for reader in readers]
    before = everything_stored()
    with caplog.at_level(logging.DEBUG):
        for browser in browsers:
            assert browser.get(post.get_absolute_url()).status_code == 200
    told = new_rows(before, everything_stored())
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    shown = sign_in(clara).get(reverse("blogs:reach", args=[post.pk])).content.decode()
    assert Counter(label for label, _ in told) == {
        "blogs.ReachKey": 6,
        "blogs.ReachDay": 1,
        "blogs.ReachDepartment": 1,
    }
    for text in (*(repr(row) for _, row in told), logged, shown):
        assert not re.search(r"zebedee|quill|77000\d\d", text, re.IGNORECASE), text[:300]
    assert "<td>6</td>" in shown


def test_the_sign_of_a_reader_is_another_one_under_each_post_and_in_each_house(post, maya, settings):
    here = reach.key_of(maya.pk, post.pk)
    assert here == reach.key_of(maya.pk, post.pk)
    assert here != reach.key_of(maya.pk, post.pk + 1)
    assert reach.key_of(1, 23) != reach.key_of(12, 3)
    settings.SECRET_KEY = "the key of another house"
    assert here != reach.key_of(maya.pk, post.pk)


def test_a_row_of_reach_holds_no_more_than_it_says():
    columns = {model._meta.object_name: {field.name for field in model._meta.fields} for model in (
        ReachKey, ReachDay, ReachDepartment
    )}  # fmt: skip
    assert columns == {
        "ReachKey": {"key", "post"},
        "ReachDay": {"id", "post", "day", "count"},
        "ReachDepartment": {"id", "post", "department", "count"},
    }
