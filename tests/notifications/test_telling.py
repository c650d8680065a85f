"""Who is told of what somebody said, and who is told of it no more."""

import pytest

from intranet.notifications.models import Notice
from microblog.actions import updates
from tests.factories import MuteFactory, PersonFactory, UpdateFactory
from tests.support import sign_in
from tests.support.notices import lines, press, unread
from tests.support.saying import edit, post, reply, retract, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def lunch(tom):
    UpdateFactory(author=tom, text="Noise, also by Tom")
    return UpdateFactory(author=tom, text="Lunch at noon")


# --- Each of those whom it concerns, once ----------------------------------------------------------
def test_whom_an_update_mentions_is_told_and_nobody_else(maya, tom, ines):
    post(maya, "Ask @tom, @maya or @nobody.here about the keys")
    assert lines(tom) == ["Unread: Maya Okafor mentioned you in Ask @tom, @maya or @nobody.here about the keys"]
    assert [unread(person) for person in (tom, maya, ines)] == [1, 0, 0]
    assert lines(ines) == lines(maya) == []


def test_who_said_something_is_told_of_each_reply_in_one_line(maya, tom, ines, olu, lunch):
    reply(maya, lunch, "I come")
    assert lines(tom) == ["Unread: Maya Okafor replied to Lunch at noon"]
    reply(ines, lunch, "Me too")
    assert lines(tom) == ["Unread: Ines Lindqvist and Maya Okafor replied to Lunch at noon"]
    reply(olu, lunch, "And I")
    reply(olu, lunch, "With cake")
    assert lines(tom) == ["Unread: Olu Adeyemi and 2 others replied to Lunch at noon"]
    assert unread(tom) == 1


def test_who_takes_part_in_a_thread_is_told_that_it_goes_on(maya, tom, ines, olu, lunch):
    hers = reply(maya, lunch, "I come")
    reply(ines, hers, "With me")
    assert lines(maya) == ["Unread: Ines Lindqvist replied to I come"]
    assert lines(tom)[0] == "Unread: Ines Lindqvist replied in Lunch at noon"
    reply(tom, lunch, "Fine")
    assert lines(ines) == lines(maya)[:1] == ["Unread: Tom Berger replied in Lunch at noon"]
    assert lines(olu) == []


def test_somebody_is_told_the_nearest_of_several_reasons(maya, tom, ines, lunch):
    reply(maya, lunch, "Bring cake, @tom and @ines")
    assert lines(tom) == ["Unread: Maya Okafor mentioned you in Bring cake, @tom and @ines"]
    assert lines(ines) == lines(tom)
    assert Notice.objects.count() == 2


def test_who_does_not_want_to_hear_of_mentions_is_told_of_the_reply(maya, tom, lunch):
    sign_in(tom).post("/notices/wishes/", {"wanted": ["update.answered"]})
    reply(maya, lunch, "Bring cake, @tom")
    assert lines(tom) == ["Unread: Maya Okafor replied to Lunch at noon"]
    post(maya, "Somewhere else, @tom")
    assert unread(tom) == 1


def test_fifty_who_reply_again_and_again_are_one_line(tom, lunch):
    for number in range(50):
        person = PersonFactory(name=f"Clerk {number}")
        for words in ("Yes", "Really"):
            updates.reply(by=person, to=lunch, text=f"{words} {number}", key=f"{words}-of-{number}-aa")
    assert lines(tom) == ["Unread: Clerk 49 and 49 others replied to Lunch at noon"]
    assert Notice.objects.filter(to=tom).count() == 50


def test_what_was_read_is_told_anew_when_it_happens_again(maya, tom, lunch):
    reply(maya, lunch, "I come")
    press(tom, "Mark as read")
    assert unread(tom) == 0
    reply(maya, lunch, "With cake")
    assert lines(tom) == ["Unread: Maya Okafor replied to Lunch at noon", "Maya Okafor replied to Lunch at noon"]
    assert unread(tom) == 1


# --- Only of what they may know, and from whom they want to hear -------------------------------------
def test_who_is_not_in_a_closed_team_is_not_told_of_a_mention_there(maya, noor, stranger, closed_team):
    post(maya, "Salaries, @noor and @stranger", teams=[closed_team])
    assert lines(noor) == ["Unread: Maya Okafor mentioned you in Salaries, @noor and @stranger"]
    assert not Notice.objects.filter(to=stranger).exists()


def test_who_has_left_the_company_is_told_nothing(maya, lunch):
    PersonFactory(username="gone", former=True)
    reply(maya, lunch, "Ask @gone")
    assert not Notice.objects.filter(to__username="gone").exists()


def test_whom_somebody_has_muted_does_not_notify_them(maya, tom, ines, lunch):
    MuteFactory(by=tom, whom=maya)
    MuteFactory(by=maya, whom=ines)  # noise
    reply(maya, lunch, "I come, @tom")
    assert lines(tom) == []
    reply(ines, lunch, "Me too")
    assert lines(tom) == ["Unread: Ines Lindqvist replied to Lunch at noon"]


# --- Taken back --------------------------------------------------------------------------------------
def test_a_mention_that_is_added_later_is_told_once_and_one_that_goes_is_told_no_more(maya, tom, ines):
    update = post(maya, "The keys")
    edit(update, "The keys, @tom and @ines")
    assert lines(tom) == ["Unread: Maya Okafor mentioned you in The keys, @tom and @ines"]
    edit(update, "The keys, @tom")
    assert lines(ines) == []
    press(tom, "Mark as read")
    edit(update, "The red keys, @tom")
    edit(update, "The red keys, @ines")
    edit(update, "The red keys, @ines and @tom")
    assert (unread(ines), lines(ines)) == (1, ["Unread: Maya Okafor mentioned you in The red keys, @ines and @tom"])


def test_a_mention_that_is_repeated_is_told_once(maya, tom):
    update = post(maya, "The keys, @tom")
    press(tom, "Mark as read")
    edit(update, "The red keys, @tom")
    assert (lines(tom), unread(tom)) == (["Maya Okafor mentioned you in The red keys, @tom"], 0)


@pytest.mark.parametrize("take_back", [undo, retract])
def test_what_is_taken_back_is_told_no_more(maya, tom, ines, lunch, take_back):
    first = reply(ines, lunch, "I come")
    hers = reply(maya, lunch, "So does @olu, and I")
    assert lines(tom) == ["Unread: Maya Okafor and Ines Lindqvist replied to Lunch at noon"]
    assert lines(ines) == ["Unread: Maya Okafor replied in Lunch at noon"]
    take_back(hers)
    assert lines(tom) == ["Unread: Ines Lindqvist replied to Lunch at noon"]
    assert lines(ines) == []
    take_back(first)
    assert Notice.objects.count() == 0


def test_of_two_replies_the_one_that_stays_is_still_told(maya, tom, lunch):
    reply(maya, lunch, "I come")
    undo(reply(maya, lunch, "No, I do not"))
    assert lines(tom) == ["Unread: Maya Okafor replied to Lunch at noon"]


def test_a_thread_whose_beginning_is_retracted_goes_on_without_its_words(maya, tom, ines, lunch):
    reply(maya, lunch, "I come")
    retract(lunch)
    assert lines(tom) == []
    reply(ines, lunch, "What happened?")
    assert lines(maya) == ["Unread: Ines Lindqvist replied in a retracted update"]
