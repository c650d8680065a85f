"""The number beside the bell: right, private, cheap, and another one in every window as soon as something happens."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intranet.live import declared, log
from intranet.notifications.badge import MOST, unread, unread_of
from intranet.notifications.models import Notice
from tests.factories import PersonFactory, UpdateFactory
from tests.support import page, sign_in
from tests.support.committing import committed
from tests.support.live_page import told
from tests.support.notices import badge, press
from tests.support.pages import _Builder
from tests.support.saying import post, reply, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def lunch(tom):
    return UpdateFactory(author=tom, text="Lunch at noon")


def told_numbers(person, mark: int) -> list[int]:
    """What the frames that came to somebody's windows since then say beside the bell."""
    frames = [frame for frame in told(log.since(mark, most=100), person) if frame["name"] == "notices.changed"]
    found = []
    for frame in frames:
        if frame["stream"] == f"user:{person.pk}":
            builder = _Builder()
            builder.feed(frame["html"])
            found.append(int(builder.top.first("span", id=f"notices-{person.pk}").attrs["data-unread"]))
    return found


def test_each_group_counts_once_wherever_the_number_stands(maya, tom, ines, lunch):
    assert badge(sign_in(tom), tom) == 0
    reply(maya, lunch, "I come")
    reply(ines, lunch, "Me too")
    post(ines, "The keys, @tom")
    assert badge(sign_in(tom), tom) == 2
    assert "2 unread" in page(sign_in(tom).get("/people/")).first("nav", "rail").text
    assert badge(sign_in(maya), maya) == 1  # she takes part in the thread


def test_every_window_of_a_person_is_told_the_new_number_and_nobody_elses(maya, tom, ines, lunch):
    mark = log.newest()
    with committed():
        hers = reply(maya, lunch, "I come")
    assert told_numbers(tom, mark) == [1]
    mark = log.newest()
    with committed():
        post(ines, "The keys, @tom")
    assert told_numbers(tom, mark) == [2]
    mark = log.newest()
    with committed():
        press(tom, "Mark as read: The keys, @tom")
    assert told_numbers(tom, mark) == [1]
    mark = log.newest()
    with committed():
        undo(hers)
    assert told_numbers(tom, mark) == [0]
    assert told_numbers(maya, 0) == told_numbers(ines, 0) == []


def test_the_stream_of_a_person_is_heard_by_nobody_else(maya, tom, clara):
    people = {person.pk: person for person in (maya, tom, clara)}
    assert declared.may_listen(people, {f"user:{tom.pk}": set(people)}) == {f"user:{tom.pk}": {tom.pk}}


def test_what_is_drawn_for_a_window_says_nothing_of_what_may_no_longer_be_known(maya, tom, noor, closed_team):
    update = post(noor, "The bands, @maya", teams=[closed_team])
    mark = log.newest()
    Notice.objects.create(to=tom, by=noor, kind="update.mentioned", about=update.pk)
    with committed():
        post(noor, "And now @maya and @tom")
    assert told_numbers(tom, mark) == [1]
    assert told_numbers(maya, mark) == [2]


def test_of_what_nobody_reads_no_more_is_counted_than_is_said(tom, maya):
    updates = [UpdateFactory(author=tom, text=str(number)) for number in range(MOST + 5)]
    Notice.objects.bulk_create(Notice(to=tom, by=maya, kind="update.answered", about=update.pk) for update in updates)
    assert unread(tom) == MOST
    assert "99+" in page(sign_in(tom).get("/people/")).first("nav", "rail").text


def test_who_has_read_everything_asks_nothing_more_and_others_one_light_question(maya, tom, lunch):
    reply(maya, lunch, "I come")
    asked = {}
    for person in (maya, tom):
        client = sign_in(person)
        client.get("/teams/")  # their rights are looked at
        with CaptureQueriesContext(connection) as queries:
            client.get("/teams/")
        asked[person.username] = len(queries)
    assert asked["tom"] == asked["maya"] + 1
    assert [unread(person) for person in (maya, tom)] == [0, 1]  # noise


def test_the_numbers_of_many_are_asked_at_once(maya, lunch, closed_team, django_assert_max_num_queries):
    people = [PersonFactory() for _ in range(30)]
    secret = UpdateFactory(team=closed_team)
    for person in people:
        for about in (lunch, secret):
            Notice.objects.create(to=person, by=maya, kind="update.continued", about=about.pk)
    with django_assert_max_num_queries(8):
        assert unread_of([person.pk for person in people]) == {person.pk: 1 for person in people}
