"""Answers: in their order, found helpful, accepted, taken back."""

import json

import pytest

from intranet.audit.models import Entry
from intranet.live.models import Event
from intranet.notifications.models import Notice
from intranet.people.actions import people
from microblog.actions import updates
from microblog.models import Acceptance, HelpfulAnswer, Update
from tests.factories import AnswerFactory, PersonFactory, QuestionFactory, TopicFactory, UpdateFactory
from tests.support import page, sign_in
from tests.support.asking import DELETE, TOGGLE, acceptance_of, answers, card, helpful, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(ines):
    TopicFactory(name="Something else", experts=[PersonFactory(username="elsewhere")])
    return TopicFactory(name="Billing", experts=[ines])


@pytest.fixture
def refund(maya, company, topic):
    return QuestionFactory(author=maya, text="Do we refund?", topics=[topic])


@pytest.fixture
def said(refund, tom, stranger):
    """Three answers, and what was said to the second."""
    first = AnswerFactory(root=refund, author=tom, text="First")
    second = AnswerFactory(root=refund, author=stranger, text="Second")
    third = AnswerFactory(root=refund, author=tom, text="Third")
    UpdateFactory(root=refund, parent=second, author=tom, text="To the second")
    return first, second, third


def thread(person, question) -> list[str]:
    return answers(sign_in(person).get(question.get_absolute_url()))


def mark(answer: Update) -> bool:
    """Is it marked as the accepted one, to somebody who has nothing to do with it?"""
    shown = card(sign_in(PersonFactory()).get(f"/updates/{answer.root_id}/"), answer)
    return "data-accepted" in shown.attrs and "Accepted by" in shown.text


# --- Their order ---------------------------------------------------------------------------------
def test_answers_stand_as_they_came_until_somebody_finds_one_helpful(olu, clara, refund, said):
    _first, second, third = said
    assert thread(olu, refund) == ["First", "Second", "To the second", "Third"]
    sign_in(olu).post(helpful(third))
    assert thread(olu, refund) == ["Third", "First", "Second", "To the second"]
    for person in (olu, clara):
        sign_in(person).post(helpful(second))
    assert thread(olu, refund) == ["Second", "To the second", "Third", "First"]


def test_the_accepted_answer_stands_first_whatever_the_votes(maya, olu, refund, said):
    first, second, _third = said
    sign_in(olu).post(helpful(first))
    sign_in(maya).post(acceptance_of(second))
    assert thread(olu, refund) == ["Second", "To the second", "First", "Third"]
    assert mark(second)
    assert not mark(first)


def test_a_plain_thread_stays_in_the_order_of_time(olu, tom):
    root = UpdateFactory(text="No question")
    parent = UpdateFactory(root=root, text="One")
    UpdateFactory(root=root, text="Two")
    UpdateFactory(root=root, parent=parent, text="To one")
    assert thread(olu, root) == ["One", "Two", "To one"]


def test_a_long_thread_goes_on_with_the_next_answers_and_a_link_leads_to_its_page(olu, refund, monkeypatch):
    monkeypatch.setattr("microblog.answers.ON_PAGE", 2)
    made = [AnswerFactory(root=refund, text=f"Answer {number}") for number in range(5)]
    client = sign_in(olu)
    first = client.get(refund.get_absolute_url())
    assert answers(first) == ["Answer 0", "Answer 1"]
    more = page(first).first("div", id="later-replies").first("a").attrs["href"]
    assert answers(client.get(more)) == ["Answer 2", "Answer 3"]
    assert answers(client.get(made[4].get_absolute_url())) == ["Answer 4"]


# --- Helpful -------------------------------------------------------------------------------------
def votes(answer: Update) -> int:
    answer.refresh_from_db()
    assert answer.helpful_count == HelpfulAnswer.objects.filter(answer=answer).count()
    return answer.helpful_count


def test_a_vote_counts_once_and_can_be_taken_back(olu, clara, refund, said):
    first, *_ = said
    client = sign_in(olu)
    client.post(helpful(first))
    client.post(helpful(first))
    sign_in(clara).post(helpful(first))
    assert votes(first) == 2
    client.post(helpful(first), DELETE)
    assert votes(first) == 1
    client.post(helpful(first), TOGGLE)
    assert votes(first) == 2


def test_nobody_votes_for_their_own_answer_nor_for_what_is_none(tom, refund, said):
    first, _second, _ = said
    plain = UpdateFactory(root=UpdateFactory())
    below = Update.objects.get(text="To the second")
    assert sign_in(tom).post(helpful(first)).status_code == 403
    assert [sign_in(tom).post(helpful(each)).status_code for each in (plain, refund)] == [404, 404]
    assert sign_in(refund.author).post(helpful(below)).status_code == 404
    assert not HelpfulAnswer.objects.exists()


def test_the_page_says_which_votes_are_mine(olu, clara, refund, said):
    first, second, _ = said
    sign_in(olu).post(helpful(first))
    sign_in(clara).post(helpful(second))
    [block] = page(sign_in(olu).get(refund.get_absolute_url())).all("div", "my-helpful")
    assert json.loads(block.first("script").children[0]) == [first.pk]


def test_the_thread_hears_of_a_vote_and_the_trail_does_not(olu, refund, said):
    entries = Entry.objects.count()
    before = Event.objects.count()
    sign_in(olu).post(helpful(said[0]))
    told = list(Event.objects.order_by("pk").values_list("stream", "name", "ref"))[before:]
    assert told == [(f"thread:{refund.pk}", "update.changed", said[0].pk)]
    assert Entry.objects.count() == entries


# --- Accepting -----------------------------------------------------------------------------------
def test_the_asker_an_expert_of_the_topic_and_a_moderator_accept_and_nobody_else(maya, ines, olu, tom, refund, said):
    first, _second, _ = said
    elsewhere = people_called("elsewhere")
    for person in (tom, elsewhere):
        assert sign_in(person).post(acceptance_of(first)).status_code == 403
        assert ".to-decide{" not in sign_in(person).get(refund.get_absolute_url()).content.decode()
    for person in (maya, ines, olu):
        assert ".to-decide{" in sign_in(person).get(refund.get_absolute_url()).content.decode()
        sign_in(person).post(acceptance_of(first))
        assert Acceptance.objects.get().by == person
        assert state(sign_in(tom).get("/"), refund).startswith("Solved by Tom Berger")
        sign_in(person).post(acceptance_of(first), DELETE)
        assert state(sign_in(tom).get("/"), refund).startswith("Answered")
        assert not mark(first)


def people_called(username):
    return PersonFactory._meta.model.objects.get(username=username)


def test_an_expert_who_left_decides_nothing(ines, clara, refund, said):
    client = sign_in(ines)
    people.give_standing(by=clara, person=ines, role="member", is_active=False)
    client.post(acceptance_of(said[0]))
    assert not Acceptance.objects.exists()


def test_a_second_choice_replaces_the_first_and_its_author_alone_is_told(maya, tom, stranger, refund, said):
    first, second, _ = said
    sign_in(maya).post(acceptance_of(first))
    assert Notice.objects.get(kind="question.accepted").to == tom
    response = sign_in(maya).post(acceptance_of(second), headers={"X-Fragment": "thread"})
    assert Acceptance.objects.get().answer == second
    assert Notice.objects.get(kind="question.accepted").to == stranger
    assert {each.attrs["id"] for each in page(response).all("article")} == {
        f"update-{each.pk}" for each in (refund, first, second)
    }
    told = Event.objects.filter(stream=f"thread:{refund.pk}", name="update.changed").values_list("ref", flat=True)
    assert {refund.pk, first.pk, second.pk} <= set(told)


def test_nobody_says_of_their_own_answer_that_it_solved_what_another_asked(maya, ines, olu, refund, said):
    hers, mine = AnswerFactory(root=refund, author=ines), AnswerFactory(root=refund, author=maya)
    assert sign_in(ines).post(acceptance_of(hers)).status_code == 403
    assert "] .to-accept{display:none}" in sign_in(ines).get(refund.get_absolute_url()).content.decode()
    assert sign_in(ines).post(acceptance_of(said[0])).status_code == 302
    assert sign_in(maya).post(acceptance_of(mine)).status_code == 302, "Who asked may have found it out themselves"
    assert "] .to-accept{display:none}" not in sign_in(maya).get(refund.get_absolute_url()).content.decode()
    assert mark(mine) and not mark(hers)


def test_what_was_said_to_an_answer_is_not_accepted(maya, refund, said):
    below = Update.objects.get(text="To the second")
    assert sign_in(maya).post(acceptance_of(below)).status_code == 404


def test_a_retracted_answer_is_accepted_no_more_and_the_question_waits_again(maya, ines, refund, tom):
    answer = AnswerFactory(root=refund, author=tom, text="Wrong")
    UpdateFactory(root=refund, author=maya, text="Noise: what the asker says answers nothing")
    sign_in(maya).post(acceptance_of(answer))
    sign_in(ines).post(helpful(answer))
    updates.retract(by=tom, update=answer)
    assert not Acceptance.objects.exists()
    assert not Notice.objects.filter(kind="question.accepted").exists()
    assert state(sign_in(ines).get("/"), refund).startswith("Waits for an answer")


def test_an_answer_that_was_undone_leaves_nothing(maya, ines, refund, tom):
    answer = updates.reply(by=tom, to=refund, text="Too fast", key="key-of-tom")
    assert Notice.objects.get(kind="question.answered").to == maya
    sign_in(maya).post(acceptance_of(answer))
    updates.undo(by=tom, update=answer)
    assert state(sign_in(ines).get("/"), refund).startswith("Waits for an answer")
    assert not Notice.objects.filter(kind__startswith="question.a", to__in=[maya, tom]).exists()


def test_the_asker_is_told_of_an_answer_as_an_answer(maya, tom, refund):
    updates.reply(by=tom, to=refund, text="Yes", key="key-of-yes")
    assert list(Notice.objects.filter(to=maya).values_list("kind", "about")) == [("question.answered", refund.pk)]
