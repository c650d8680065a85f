"""Nothing that is kept, logged or shown says who opened a post; and if something did, this test would find it."""

import hashlib
import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from intranet.audit import trail
from intranet.kit import logs
from microblog.blogs.actions import questions, reach, subscriptions
from microblog.blogs.models import ReachDepartment, Subscription
from microblog.blogs.subscribing import news_for
from tests.factories import BlogFactory, PersonFactory, PostFactory
from tests.support import sign_in
from tests.support.stored import everything_kept, new_in, traces

pytestmark = pytest.mark.django_db

COUNTED = {"table blogs_reachkey", "table blogs_reachday", "table blogs_reachdepartment"}


@pytest.fixture
def post(company, clara):
    return PostFactory(blog=BlogFactory(person=clara), title="We are moving")


@pytest.fixture
def readers(db):
    """Five and more of a department, and one who is alone in hers."""
    names = [(7_700_000 + number, f"zebedee{number}", f"Zebedee Quill {number}", "Ops") for number in range(6)]
    names.append((7_700_009, "zuleika", "Zuleika Quince", "Archive"))
    return [PersonFactory(pk=pk, username=username, name=name, department=of) for pk, username, name, of in names]


@pytest.fixture
def told_by_reading(post, readers, clara, caplog):
    """``told_by_reading()``: the readers open the post; what is new in the house afterwards, with its place."""

    def read() -> list[tuple[str, str]]:
        browsers = [sign_in(reader) for reader in readers]
        before = everything_kept()
        with caplog.at_level(logging.DEBUG):
            logging.getLogger("django.db.backends").setLevel(logging.INFO)  # as everywhere: it would tell all
            for browser in browsers:
                assert browser.get(post.get_absolute_url()).status_code == 200
        told = new_in(before, everything_kept())
        formatter = logs.formatter()
        told += [("log", formatter.format(record)) for record in caplog.records]
        shown = sign_in(clara).get(reverse("blogs:reach", args=[post.pk])).content.decode()
        return [*told, ("page", shown.split("<main", 1)[1])]

    return read


def test_nothing_that_is_kept_logged_or_shown_tells_who_read(told_by_reading, post, readers):
    told = told_by_reading()
    assert traces(readers, told, post.pk) == []
    places = {place for place, _ in told if not place.startswith("cache ")}
    assert places - {"log", "page"} == COUNTED
    assert sorted(ReachDepartment.objects.values_list("department", "count")) == [("", 1), ("Ops", 6)]


def test_whoever_subscribes_is_kept_as_a_subscriber_and_not_with_when_they_read(post, readers, clara):
    asked = questions.ask(by=clara, post=post, text="When?", key="a-key-of-clara")
    subscriptions.subscribe(by=clara, blog=post.of_blog)  # noise: she does not look
    with time_machine.travel(timezone.now() - timedelta(days=2), tick=False):
        for reader in readers:
            subscriptions.subscribe(by=reader, blog=post.of_blog)
        browsers = {reader: sign_in(reader) for reader in readers}
    before = everything_kept()
    pages = [post.of_blog.get_absolute_url(), reverse("blogs:questions", args=[post.pk]), reverse("microblog:home")]
    for hours, browser in enumerate(browsers.values()):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            assert [browser.get(address).status_code for address in pages] == [200, 200, 200]
    told = new_in(before, everything_kept())
    assert traces(readers, told, post.pk, asked.pk) == ["table blogs_subscription"]
    kept = Subscription.objects.filter(person__in=readers)
    assert {row.seen_until for row in kept} == {post.first_published_at}
    assert news_for(readers[0]) == {}


def test_an_export_of_all_tables_names_no_reader(told_by_reading, post, readers, tmp_path):
    told_by_reading()
    call_command("dumpdata", "blogs.reachkey", "blogs.reachday", "blogs.reachdepartment", output=str(tmp_path / "out"))
    rows = json.loads((tmp_path / "out").read_text())
    assert len(rows) == 7 + 1 + 2
    # A key of this number is one of the readers only to whoever has the key of the house.
    assert traces(readers, [("export", json.dumps(row)) for row in rows], post.pk) == []


def plain(person: int, post: int) -> int:
    return int.from_bytes(hashlib.sha256(f"{post}:{person}".encode()).digest()[:8], "big") >> 1


def in_the_trail(by: Any) -> None:
    trail.record("blogpost.opened", by=by, about=by)


def in_a_cache(by: Any) -> None:
    caches["fragments"].set("readers", [by.username])


def in_the_shared_cache(by: Any) -> None:
    caches["default"].set(f"reader-{by.pk}", 1)


def in_the_log(by: Any) -> None:
    logging.getLogger("house").info("opened", extra={"reader": by.pk})


def in_a_file(by: Any) -> None:
    (settings.DATA / "readers.txt").write_text(by.name)


def in_the_profile(by: Any) -> None:
    type(by.profile).objects.filter(pk=by.pk).update(title="Has read it")


def as_a_department(by: Any) -> None:
    ReachDepartment.objects.filter(department="").update(department=by.name)


@pytest.mark.parametrize(
    ("leak", "place"),
    [
        (in_the_trail, "table audit_entry"),
        (in_a_cache, "cache fragments"),
        (in_the_shared_cache, "cache default"),
        (in_the_log, "log"),
        (in_a_file, "file readers.txt"),
        (in_the_profile, "table people_profile"),
        (as_a_department, "table blogs_reachdepartment"),
    ],
)
def test_a_name_would_be_found_wherever_it_was(
    told_by_reading, post, readers, monkeypatch, leak: Callable[[Any], None], place: str
):
    """Noise for the tests above."""
    counted = reach._count

    def count_and_tell(key: int, by: Any, post: Any) -> None:
        counted(key, by, post)
        leak(by)

    monkeypatch.setattr(reach, "_count", count_and_tell)
    try:
        assert place in traces(readers, told_by_reading(), post.pk)
    finally:
        (settings.DATA / "readers.txt").unlink(missing_ok=True)


def test_a_key_that_anybody_can_compute_would_be_found(told_by_reading, post, readers, monkeypatch):
    """Noise for the tests above: with the numbers of all people one tries them in a second."""
    monkeypatch.setattr(reach, "key_of", plain)
    assert traces(readers, told_by_reading(), post.pk) == ["cache fragments", "table blogs_reachkey"]
