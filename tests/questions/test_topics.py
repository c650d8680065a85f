"""Topics: who is asked about what, how long that takes, and who may say so."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intranet.audit.models import Entry
from intranet.people.actions import people
from intranet.people.models import Role, Topic, TopicExpert
from microblog import topics
from microblog.models import Question
from tests.factories import AnswerFactory, ArticleFactory, PersonFactory, QuestionFactory, SectionFactory, TopicFactory
from tests.support import page, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya(company):
    """Tends the topics."""
    return PersonFactory(username="priya", name="Priya Raman", role=Role.COMMUNICATIONS)


def answered(topic: Topic, *, after: timedelta, days_ago: int = 1, **traits) -> None:
    at = timezone.now() - timedelta(days=days_ago)
    question = QuestionFactory(topics=[topic], **traits)
    AnswerFactory(root=question)
    Question.objects.filter(pk=question.pk).update(at=at - after, first_answered_at=at)


def rows(person) -> list[str]:
    return [row.text for row in page(sign_in(person).get("/topics/")).first("ul", "page-list").all("li")]


def test_priya_makes_a_topic_and_names_an_expert(priya, ines):
    client = sign_in(priya)
    fields = {"name": " Billing ", "description": "Invoices", "target_hours": "4"}
    client.post(reverse("people:topic_new"), fields)
    topic = Topic.objects.get()
    assert (topic.name, topic.target_hours) == ("Billing", 4)
    experts = reverse("people:topic_experts", args=[topic.pk])
    client.post(experts, {"expert": "@Ines"})
    client.post(experts, {"expert": "ines"})
    assert TopicExpert.objects.get().by == priya
    shown = page(client.get(topic.get_absolute_url()))
    assert "Ines Lindqvist" in shown.first("aside").text
    assert "wanted within 4 hours" in shown.first("main").text
    client.post(experts, {"remove": "ines"})
    assert not TopicExpert.objects.exists()
    kinds = list(Entry.objects.filter(action__startswith="topic.").order_by("pk").values_list("action", flat=True))
    assert kinds == ["topic.added", "topic.expert_named", "topic.expert_released"]


def test_a_wrong_name_comes_back_with_its_reason(priya):
    TopicFactory(name="Billing")
    client = sign_in(priya)
    again = client.post(reverse("people:topic_new"), {"name": "billing"})
    assert again.status_code == 422
    assert "There is a topic of that name." in again.content.decode()
    experts = reverse("people:topic_experts", args=[Topic.objects.get().pk])
    nobody = client.post(experts, {"expert": "nobody"})
    assert nobody.status_code == 422
    assert "Nobody here has the username" in nobody.content.decode()


@pytest.mark.parametrize("name", ["topic_new", "topic_edit", "topic_experts"])
def test_others_read_topics_and_change_nothing(ines, olu, name):
    topic = TopicFactory(name="Billing")
    address = reverse(f"people:{name}", args=[] if name == "topic_new" else [topic.pk])
    for person in (ines, olu):
        client = sign_in(person)
        assert client.get(address).status_code == 403
        assert client.post(address, {"name": "Mine", "expert": "ines"}).status_code == 403
        assert client.get("/topics/").status_code == client.get(topic.get_absolute_url()).status_code == 200
    assert Topic.objects.get().name == "Billing"


def test_whoever_left_is_no_expert_any_more(ines, clara, company):
    topic = TopicFactory(name="Billing", experts=[ines, PersonFactory(name="Still Here")])
    people.give_standing(by=clara, person=ines, role="member", is_active=False)
    shown = page(sign_in(clara).get(topic.get_absolute_url())).first("aside").text
    assert "Still Here" in shown
    assert "Ines Lindqvist" not in shown
    assert "Ines" not in topics.figures()[0].experts_words


def test_the_usual_time_is_the_median_of_what_everybody_may_read_lately(ines, closed_team, company):
    topic, other = TopicFactory(name="Billing"), TopicFactory(name="Shop")
    for hours in (1, 2, 30):
        answered(topic, after=timedelta(hours=hours))
    answered(topic, after=timedelta(days=9), days_ago=100)
    answered(topic, after=timedelta(days=9), team=closed_team)
    answered(other, after=timedelta(minutes=20))
    QuestionFactory(topics=[topic])  # noise: waits
    assert {each.name: each.usual_words for each in topics.figures()} == {
        "Billing": "about 2 hours",
        "Shop": "about 20 minutes",
    }
    assert "usually answered in about 2 hours" in rows(ines)[0]


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=9), "about 1 minute"),
        (timedelta(minutes=80), "about 80 minutes"),
        (timedelta(minutes=100), "about 2 hours"),
        (timedelta(days=2), "about 2 days"),
    ],
)
def test_times_are_said_as_people_say_them(time, words):
    assert topics.in_words(time) == words


def test_who_tends_topics_sees_first_those_without_experts_and_of_these_what_is_asked_most(priya, ines):
    TopicFactory(name="Asset", experts=[ines])
    few, many = TopicFactory(name="Bicycles"), TopicFactory(name="Cellar")
    QuestionFactory(topics=[few])
    for _ in range(2):
        QuestionFactory(topics=[many])
    assert [row.split()[0] for row in rows(priya)] == ["Cellar", "Bicycles", "Asset"]
    assert [row.split()[0] for row in rows(ines)] == ["Asset", "Bicycles", "Cellar"]


def test_articles_count_and_stand_there_for_those_who_may_read_them(maya, stranger, closed_team, company):
    topic = TopicFactory(name="Billing")
    ArticleFactory(topic=topic, title="For everybody")
    ArticleFactory(topic=topic, title="Secret", parent=SectionFactory(team=closed_team))
    assert "2 articles" in rows(maya)[0]
    assert "1 articles" in rows(stranger)[0]
    shown = page(sign_in(stranger).get(topic.get_absolute_url())).first("aside").text
    assert "For everybody" in shown
    assert "Secret" not in shown


def test_an_expert_finds_their_topics_beside_the_questions(ines, company):
    TopicFactory(name="Shop")
    topic = TopicFactory(name="Billing", experts=[ines])
    QuestionFactory(topics=[topic])
    panels = page(sign_in(ines).get("/questions/")).first("aside").all("section")
    said = {
        panel.first("h2").text: [(row.first("a").text, row.first("span").text) for row in panel.all("li")]
        for panel in panels
    }
    assert said["Your topics"] == [("Billing", "1 question waits")]
    assert said["Nobody is named for"] == [("Shop", "0 questions wait")]
