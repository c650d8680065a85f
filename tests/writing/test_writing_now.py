"""Who is writing on a page is told to those who may read it, for a minute."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from intranet.live import declared, log
from intranet.live.models import Event
from intranet.writing.actions import drafts
from intranet.writing.models import Writing
from tests.support import page, sign_in

pytestmark = pytest.mark.django_db


def types(person, article) -> None:
    address = reverse("writing:draft", args=[article.pk])
    assert sign_in(person).post(address, {"title": "x", "markdown": "x", "base": article.head}).status_code == 200


def told(person, article) -> str:
    read = page(sign_in(person).get(reverse("writing:edit", args=[article.pk])))
    return read.first("div", "writing-now").text


def test_others_see_who_is_writing_and_one_does_not_see_oneself(article, tom, ines, maya):
    assert told(maya, article) == ""
    types(tom, article)
    assert told(maya, article) == "Writing here: Tom"
    assert told(tom, article) == ""
    types(ines, article)
    assert told(maya, article) == "Writing here: Ines Tom"


def test_it_ends_a_minute_after_the_last_words(article, tom, maya):
    types(tom, article)
    with time_machine.travel(timezone.now() + timedelta(seconds=55)):
        types(tom, article)
    with time_machine.travel(timezone.now() + timedelta(seconds=100)):
        assert told(maya, article) == "Writing here: Tom"
    with time_machine.travel(timezone.now() + timedelta(seconds=120)):
        assert told(maya, article) == ""
        assert drafts.end_writing() == 1
    assert not Writing.objects.exists()


def test_it_ends_with_the_save(article, tom, maya, opened):
    types(tom, article)
    client, form = opened(tom, article)
    client.post(reverse("writing:edit", args=[article.pk]), form)
    assert told(maya, article) == ""


def test_open_pages_hear_it_once_when_it_begins_and_once_when_it_ends(article, tom):
    types(tom, article)
    types(tom, article)
    events = Event.objects.filter(name="writing.changed")
    assert [(event.stream, event.ref) for event in events] == [(f"writing:{article.pk}", article.pk)]
    [happened] = [event for event in log.last(10) if event.name == "writing.changed"]
    html = declared.draw([happened], {tom.pk})[happened.id].html
    assert ">Tom<" in page_text(html)
    with time_machine.travel(timezone.now() + timedelta(seconds=120)):
        drafts.end_writing()
        assert events.all().count() == 2
        assert "Tom" not in page_text(declared.draw([happened], {tom.pk})[happened.id].html)


def page_text(html: str) -> str:
    return " ".join(html.split())


def test_only_those_who_may_read_a_page_hear_who_writes_on_it(closed_article, article, noor, maya, stranger, clara):
    people = {person.pk: person for person in (noor, maya, stranger, clara)}
    asked = {f"writing:{pk}": set(people) for pk in (closed_article.pk, article.pk, 987654)}
    asked |= {"writing:x": set(people), "writing:01": set(people)}
    heard = declared.may_listen(people, asked)
    assert heard[f"writing:{closed_article.pk}"] == {noor.pk, maya.pk, clara.pk}
    assert heard[f"writing:{article.pk}"] == set(people)  # noise
    assert not heard.get("writing:987654")
    assert not heard.get("writing:x")
