"""Who says something with a tag makes it findable for whom it reaches, at a cost that does not grow with its uses."""

import pytest

from microblog.actions import updates
from microblog.models import Tag, UpdateTag
from search import documents
from search.models import Document
from tests.factories import UpdateFactory
from tests.support import sign_in
from tests.support.search import answer, found, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(maya, noor, closed_team, drained):
    """#raise stands in a closed team only; noise: #lunch is everybody's."""
    secret = say(noor, "A #raise in May", closed_team)
    say(maya, "At noon #lunch")
    drained()
    return secret


def tags(person) -> set[str]:
    return set(found(sign_in(person), "kind:tag"))


def test_a_tag_is_found_by_those_whom_something_with_it_reaches(told, maya, stranger, tom, drained):
    assert tags(stranger) == {"#lunch"}
    assert tags(maya) == {"#lunch", "#raise"}
    open_one = say(tom, "#raise for the bread")
    drained()
    assert tags(stranger) == {"#lunch", "#raise"}
    updates.retract(by=tom, update=open_one)
    drained()
    assert tags(stranger) == {"#lunch"}
    assert tags(maya) == {"#lunch", "#raise"}


def test_a_tag_that_is_edited_away_or_undone_is_found_by_fewer(told, maya, stranger, tom, drained):
    for change in (
        lambda update: updates.edit(by=tom, update=update, text="No tag at all", edits=0),
        lambda update: updates.edit(by=tom, update=update, text="Another #lunch", edits=0),
        lambda update: updates.undo(by=tom, update=update),
    ):
        update = say(tom, "#raise for the bread")
        drained()
        assert tags(stranger) == {"#lunch", "#raise"}
        change(update)
        drained()
        assert tags(stranger) == {"#lunch"}
        assert tags(maya) == {"#lunch", "#raise"}


def test_a_tag_on_a_reply_reaches_whom_its_thread_reaches(told, maya, stranger, closed_team, drained):
    reply = answer(maya, told, "And a #bonus?")
    drained()
    assert tags(stranger) == {"#lunch"}
    assert tags(maya) == {"#lunch", "#raise", "#bonus"}
    updates.retract(by=maya, update=told)  # its replies stay
    drained()
    assert tags(maya) == {"#lunch", "#bonus"}
    updates.retract(by=maya, update=reply)
    drained()
    assert tags(maya) == {"#lunch"}


def test_a_tag_that_nobody_used_any_longer_is_found_when_somebody_does(told, noor, maya, closed_team, drained):
    updates.retract(by=noor, update=told)
    drained()
    assert tags(maya) == {"#lunch"}
    say(noor, "A #raise in June", closed_team)
    drained()
    assert tags(maya) == {"#lunch", "#raise"}


def test_posting_and_retracting_ask_as_often_for_a_tag_of_many_uses_as_for_one_of_few(told, tom, team, engine, flat):
    lunch = Tag.objects.get(name="lunch")

    def grow():
        more = [UpdateFactory(text="At noon") for _ in range(40)]
        UpdateTag.objects.bulk_create(UpdateTag(update=update, tag=lunch) for update in more)

    posted = []
    flat(
        grow,
        {
            "post": lambda: posted.append(say(tom, "Again #lunch")),
            "retract": lambda: updates.retract(by=tom, update=posted.pop()),
        },
    )


def test_only_a_new_audience_is_written(told, tom, team, engine):
    tag = Document.objects.get(title="#lunch")
    say(tom, "Again #lunch")
    assert Document.objects.get(pk=tag.pk).version == tag.version
    say(tom, "Again #lunch", team)
    changed = Document.objects.get(pk=tag.pk)
    assert changed.version != tag.version
    assert changed.is_waiting
    assert sorted(changed.audience_numbers) == [0, team.pk]


def test_what_has_no_quick_answer_is_read_anew(told, maya, engine, drained):
    documents.narrow([maya], [0])
    drained()
    assert found(sign_in(maya), "okafor")
