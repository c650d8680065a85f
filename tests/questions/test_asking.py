"""Asking in the composer, turning an update into a question and back, and who hears of it."""

import pytest
from django.urls import reverse

from intranet.notifications.models import Notice
from intranet.people.actions import people
from microblog.actions import updates
from microblog.models import Question, QuestionTopic, Update
from tests.factories import AnswerFactory, PersonFactory, QuestionFactory, TeamFactory, TopicFactory, UpdateFactory
from tests.support import page, sign_in
from tests.support.asking import ask, card, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def billing(ines, company):
    TopicFactory(name="Bicycles", experts=[PersonFactory()])
    return TopicFactory(name="Billing", experts=[ines])


def told() -> set[str]:
    return set(Notice.objects.filter(kind="question.asked").values_list("to__username", flat=True))


def topics_of(update: Update) -> set[str]:
    return set(QuestionTopic.objects.filter(question=update.pk).values_list("topic__name", flat=True))


# --- In the composer -----------------------------------------------------------------------------
def test_maya_asks_and_the_experts_of_the_topic_are_told(maya, tom, billing):
    question = ask(sign_in(maya), "Do we refund?", topics=[billing.pk])
    shown = sign_in(tom).get("/")
    assert state(shown, question).startswith("Waits for an answer")
    assert [chip.text for chip in card(shown, question).first("p", "chips").all("a")] == ["Billing"]
    assert told() == {"ines"}


def test_an_update_without_the_switch_asks_nothing(maya, billing):
    client = sign_in(maya)
    client.post(reverse("microblog:updates"), {"text": "We refund", "key": "key-of-maya", "topics": [billing.pk]})
    assert Update.objects.get().text == "We refund"
    assert not Question.objects.exists()
    assert "data-kind" not in card(client.get("/"), Update.objects.get()).attrs


def test_an_expert_who_may_not_read_it_or_has_left_is_not_told(maya, noor, clara, ines, closed_team):
    left = PersonFactory()
    topic = TopicFactory(name="Pay", experts=[ines, noor, left])
    people.give_standing(by=clara, person=left, role="member", is_active=False)
    question = ask(sign_in(maya), "Which band?", topics=[topic.pk], teams=[closed_team.pk])
    assert told() == {"noor"}
    updates.retract(by=maya, update=question)
    assert told() == set()


def test_the_switch_is_set_by_a_link_and_the_choice_names_experts_and_the_usual_time(maya, billing):
    composer = page(sign_in(maya).get("/?ask")).first("form", "composer")
    assert "checked" in composer.first("input", name="ask").attrs
    choice = composer.first("details", "topics").text
    assert "Billing Ines Lindqvist" in choice
    told = [box.attrs["data-told"] for box in composer.all("input", name="topics")]
    assert "Billing: Ines Lindqvist" in told
    plain = page(sign_in(maya).get("/")).first("form", "composer")
    assert "checked" not in plain.first("input", name="ask").attrs  # noise


def test_a_form_that_comes_back_still_asks(maya, billing):
    response = sign_in(maya).post(
        reverse("microblog:updates"), {"text": "", "key": "key-of-maya", "ask": "on", "topics": [billing.pk]}
    )
    assert response.status_code == 422
    composer = page(response).first("form", "composer")
    assert "checked" in composer.first("input", name="ask").attrs
    assert "checked" in composer.first("input", name="topics", value=str(billing.pk)).attrs


def test_the_same_form_sent_twice_asks_once_and_with_other_topics_it_is_another(maya, billing):
    client = sign_in(maya)
    ask(client, "Do we refund?", topics=[billing.pk])
    ask(client, "Do we refund?", topics=[billing.pk])
    said = {"text": "Do we refund?", "key": "key of Do we refund?", "ask": "on"}
    assert client.post(reverse("microblog:updates"), said).status_code == 422
    assert Question.objects.count() == 1
    assert Notice.objects.filter(kind="question.asked").count() == 1


def test_what_was_undone_comes_back_as_a_question(maya, billing):
    client = sign_in(maya)
    question = ask(client, "Do we refund?", topics=[billing.pk])
    client.post(reverse("microblog:thread", args=[question.pk]), {"_method": "delete"})
    composer = page(client.get("/")).first("form", "composer")
    assert "checked" in composer.first("input", name="ask").attrs
    assert "checked" in composer.first("input", name="topics", value=str(billing.pk)).attrs
    assert not Question.objects.exists()
    assert told() == set()


# --- Turning one into the other ------------------------------------------------------------------
def edited(client, update, **fields):
    said = {"text": update.text, "edits": update.edits.count(), "shows_ask": "on", **fields}
    return client.post(reverse("microblog:edit", args=[update.pk]), said)


def test_the_author_turns_an_update_into_a_question_and_back(maya, billing):
    update, client = UpdateFactory(author=maya, text="Do we refund?"), sign_in(maya)
    edited(client, update, ask="on", topics=[billing.pk])
    assert topics_of(update) == {"Billing"}
    assert told() == {"ines"}
    form = page(client.get(reverse("microblog:edit", args=[update.pk]))).first("main")
    assert "checked" in form.first("input", name="ask").attrs
    edited(client, update)
    assert not Question.objects.exists()
    assert told() == set()


def test_topics_change_and_the_new_experts_are_told_once(maya, tom, billing):
    other, question = TopicFactory(name="Shop", experts=[tom]), QuestionFactory(author=maya, topics=[billing])
    client = sign_in(maya)
    for _ in range(2):
        edited(client, question, ask="on", topics=[other.pk])
    assert topics_of(question) == {"Shop"}
    assert list(Notice.objects.filter(kind="question.asked").values_list("to__username", flat=True)) == ["tom"]


def test_once_answered_a_question_stays_one(maya, tom, billing):
    question = QuestionFactory(author=maya, topics=[billing])
    answer = AnswerFactory(root=question, author=tom)
    client = sign_in(maya)
    assert not page(client.get(reverse("microblog:edit", args=[question.pk]))).first("main").all("input", name="ask")
    edited(client, question)
    assert Question.objects.filter(pk=question.pk).exists()
    assert sign_in(tom).get(reverse("microblog:edit", args=[answer.pk])).status_code == 200  # noise


def test_a_form_without_the_switch_does_not_turn_a_question_that_waits_again(maya, tom, billing):
    question, other = (QuestionFactory(author=maya, topics=[billing]) for _ in range(2))
    answer = AnswerFactory(root=question, author=tom)
    client = sign_in(maya)
    form = page(client.get(reverse("microblog:edit", args=[question.pk]))).first("main")
    assert not form.all("input", name="shows_ask")
    updates.retract(by=tom, update=answer)
    client.post(reverse("microblog:edit", args=[question.pk]), {"text": "Other words", "edits": 0})
    assert Question.objects.filter(pk=question.pk).exists()
    assert page(client.get(reverse("microblog:edit", args=[other.pk]))).first("main").all("input", name="shows_ask")
    edited(client, other)  # noise
    assert not Question.objects.filter(pk=other.pk).exists()


def test_an_expert_who_is_mentioned_is_told_once(maya, ines, billing):
    ask(sign_in(maya), "Do we refund, @ines?", topics=[billing.pk])
    assert list(Notice.objects.filter(to=ines).values_list("kind", flat=True)) == ["update.mentioned"]
    ask(sign_in(maya), "Do we pay?", topics=[billing.pk])  # noise
    assert told() == {"ines"}


def test_a_retracted_question_is_nobodys_and_waits_no_more(maya, ines, billing):
    question = ask(sign_in(maya), "Do we refund?", topics=[billing.pk])
    QuestionFactory(text="Noise, still there", topics=[billing])
    updates.retract(by=maya, update=question)
    shown = page(sign_in(ines).get("/questions/")).first("main").text
    assert "Do we refund?" not in shown
    assert "Noise, still there" in shown


def test_a_topic_is_named_to_everybody_but_a_closed_question_to_its_team_alone(maya, stranger, closed_team, billing):
    secret = QuestionFactory(author=maya, team=closed_team, text="Secret", topics=[billing])
    QuestionFactory(team=TeamFactory(), text="Open", topics=[billing])
    for address in ("/questions/", billing.get_absolute_url(), "/topics/"):
        inside, outside = (sign_in(person).get(address).content.decode() for person in (maya, stranger))
        assert f"update-{secret.pk}" not in outside
        assert ("2 questions wait" in inside) or address == "/questions/"
        assert "1 question waits" in outside or address == "/questions/"
