"""How far a post reaches is known, and who opened it is not."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intranet.kit import patience
from intranet.people.models import Role
from microblog.blogs.actions import reach
from microblog.blogs.models import BlogPost, ReachDay, ReachDepartment, ReachKey
from microblog.blogs.schedule import forget_readers
from tests.factories import BlogFactory, MembershipFactory, PersonFactory, PostFactory, TeamFactory
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


def after(days: int):
    """So many days later."""
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def told(person, post) -> list[list[str]]:
    """The rows of both tables, without what stands above them."""
    return [row for row in rows_of(sign_in(person).get(reverse("blogs:reach", args=[post.pk]))) if row[0] not in HEADS]


HEADS = {"Day", "Department"}


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
    groups = [*staff("Warehouse", 10), *staff("Legal", 2), *staff("", 3), *staff("Shop", 5)]
    staff("Finance", 30)  # noise: nobody of them reads
    with after(-2):
        opened(post, *groups[:4])
    opened(post, *groups[4:])
    with after(1):
        shown = sign_in(clara).get(reverse("blogs:reach", args=[post.pk]))
        assert [row[1] for row in told(clara, post)[:2]] == ["4", "16"]
        assert told(clara, post)[2:] == [["Warehouse", "10"], ["Shop", "5"], ["Small departments, or none", "5"]]
    assert "Legal" not in shown.content.decode()
    assert "20 people" in page(shown).first("main").text
    bars = [bar for bar in page(shown).all("rect") if bar.attrs.get("data-tone") == "good"]
    assert len(bars) == 2
    assert len(page(shown).all("rect", "ground")) == 3  # a day without readers has its place
    assert "style=" not in page(shown).first("main").raw


def test_today_is_told_when_it_is_over(post, clara):
    """Whoever sends the address to one person and watches the figure would know whether they opened it."""
    opened(post, *staff("Shop", 6))
    with after(1):
        before = told(clara, post)
        assert [row[1] for row in before] == ["6", "6"]
        for reader in (*staff("Ops", 7), *staff("Shop", 1)):
            opened(post, reader)
            assert told(clara, post) == before
    with after(2):
        assert [row[1] for row in told(clara, post)[:2]] == ["6", "8"]
        assert told(clara, post)[2:] == [["Shop", "6"], ["Everybody else", "8"]]  # one of the shop would be known
    with after(2):
        opened(post, *staff("Shop", 4), *staff("Legal", 1))
    with after(3):
        assert told(clara, post)[3:] == [["Shop", "11"], ["Everybody else", "8"]]


def test_few_readers_are_not_told_at_all(post, clara):
    shown = [sign_in(clara).get(reverse("blogs:reach", args=[post.pk])).content.decode()]
    for _ in range(4):
        opened(post, *staff("Shop", 1))
        with after(1):
            shown.append(sign_in(clara).get(reverse("blogs:reach", args=[post.pk])).content.decode())
            assert told(clara, post) == []
    assert all("fewer than five people" in each for each in shown)
    opened(post, *staff("Shop", 1))
    with after(1):
        assert [row[1] for row in told(clara, post)] == ["5", "5"]


def test_nobody_is_named_by_a_department_in_which_few_could_have_read(post, clara, maya, closed_team):
    """Whoever has the database knows who is in which department."""
    alone, second = PersonFactory(department="Corner of Zebedee"), PersonFactory(department="Board")
    for number in range(5):
        PersonFactory(department="Board", is_active=number > 1)
    opened(post, alone, second)
    assert [*ReachDepartment.objects.values_list("department", "count")] == [("", 2)]
    of_team = PostFactory(blog=BlogFactory(team=closed_team), author=maya)
    in_it, *_ = staff("Shop", 9)
    MembershipFactory(team=closed_team, person=in_it)
    opened(of_team, in_it)
    assert [*ReachDepartment.objects.filter(post=of_team).values_list("department", "count")] == [("", 1)]
    writer, *others = staff("Ops", 5)
    written = PostFactory(blog=BlogFactory(person=writer))
    opened(written, *others)
    assert [*ReachDepartment.objects.filter(post=written).values_list("department", "count")] == [("", 4)]
    opened(post, in_it)
    of_open = PostFactory(blog=BlogFactory(team=TeamFactory()))  # noise: all may read it
    opened(of_open, in_it)
    assert ReachDepartment.objects.filter(department="Shop", count=1).count() == 2


def test_after_a_month_nobody_can_find_out_any_more_who_opened_it(post, clara):
    readers = staff("Shop", 6)
    opened(post, *readers)
    old = PostFactory()
    opened(old, readers[0])
    BlogPost.objects.filter(pk=old.pk).update(first_published_at=timezone.now() - timedelta(days=31))
    forget_readers.func()
    assert ReachKey.objects.filter(post=post).count() == 6  # noise
    assert not ReachKey.objects.filter(post=old).exists()
    with after(31):
        opened(post, *readers, *staff("Shop", 1))
        forget_readers.func()
        assert not ReachKey.objects.exists()
        assert [row[1] for row in told(clara, post)] == ["6", "6"], "it is counted no longer, and what was is known"


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


def test_the_first_visit_costs_little_and_every_other_one_read(post, maya):
    with CaptureQueriesContext(connection) as first:
        reach.opened(by=maya, post=post.pk)
    with CaptureQueriesContext(connection) as second:
        reach.opened(by=maya, post=post.pk)
    assert len(second) == 1
    assert len(first) <= 18


def test_a_page_is_read_without_waiting_for_those_who_write(post, maya, tom, monkeypatch):
    counts, waits = reach._count, []

    def count(key: int, by: Any, found: BlogPost) -> None:
        waits.append(patience_now())
        if by == maya:
            raise OperationalError("database is locked")
        counts(key, by, found)

    usual = patience_now()
    monkeypatch.setattr(reach, "_count", count)
    opened(post, maya, tom)
    assert waits == [patience.SHORT] * 2
    assert patience_now() == usual > patience.SHORT
    assert counted(post) == 1  # noise: he was
    monkeypatch.undo()
    opened(post, maya)
    assert counted(post) == 2


def patience_now() -> int:
    """In milliseconds; PostgreSQL says 0 of waiting for ever."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return int(cursor.execute("PRAGMA busy_timeout").fetchone()[0])
        cursor.execute("SELECT setting FROM pg_settings WHERE name = 'lock_timeout'")
        return int(cursor.fetchone()[0]) or 1_000_000


def test_two_pages_at_the_same_moment_count_once(post, maya, monkeypatch):
    reach.opened(by=maya, post=post.pk)
    monkeypatch.setattr(ReachKey.objects, "filter", lambda **_: ReachKey.objects.none())
    reach.opened(by=maya, post=post.pk)
    assert counted(post) == 1
    assert ReachDepartment.objects.get(post=post).count == 1


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
        "ReachDepartment": {"id", "post", "department", "count", "before", "told"},
    }


def test_the_keys_lie_in_an_order_that_tells_nothing(post):
    """Beside the log of a web server, the order in which they came would name people."""
    opened(post, *staff("Shop", 12))
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid, key FROM blogs_reachkey")
        rows = cursor.fetchall()
    assert len(rows) == 12
    assert all(place == key for place, key in rows)
