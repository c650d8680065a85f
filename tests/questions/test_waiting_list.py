"""The page of questions: what waits, oldest first; by state, topic and asker."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from microblog import listening, steady
from microblog.actions import questions
from microblog.models import Claim, Update
from microblog.models.question import STATES
from microblog.standing import standings
from tests.factories import AnswerFactory, ArticleFactory, QuestionFactory, TopicFactory, UpdateFactory
from tests.support import page, sign_in, texts
from tests.support.asking import claim_of

pytestmark = pytest.mark.django_db


def asked(text: str, *, minutes: int, **traits) -> Update:
    return QuestionFactory(text=text, posted_at=timezone.now() - timedelta(minutes=minutes), **traits)


@pytest.fixture
def every(maya, tom, olu, company):
    """A question in each state, by its name; `open` is the oldest."""
    found = {name: asked(name, minutes=100 - place, author=maya) for place, name in enumerate(STATES)}
    UpdateFactory(author=maya, text="Noise: asks nothing")
    questions.claim(by=tom, question=found["claimed"])
    for name in ("answered", "accepted", "duplicate", "documented"):
        AnswerFactory(root=found[name], author=tom, text=f"To {name}")
    for name in ("accepted", "documented"):
        questions.accept(by=maya, answer=Update.objects.get(text=f"To {name}"))
    questions.merge(by=olu, question=found["duplicate"], into=found["open"])
    questions.mark_documented(by=olu, question=found["documented"], page=ArticleFactory().longtext_ptr)
    return found


def listed(person, address: str = "/questions/") -> list[str]:
    response = sign_in(person).get(address)
    assert response.status_code == 200
    return texts(response)


def test_what_waits_stands_there_oldest_first_claimed_or_not(ines, every):
    assert listed(ines) == ["open", "claimed"]


def test_each_state_has_its_list_and_all_of_them_another_newest_first(ines, every):
    for name in ("claimed", "answered", "accepted", "documented"):
        assert listed(ines, f"/questions/?state={name}") == [name]
    assert listed(ines, "/questions/?state=all") == list(reversed(STATES))
    assert sign_in(ines).get("/questions/?state=other").status_code == 404


def test_the_list_and_the_line_on_the_card_say_the_same(ines, every):
    said = standings([each.pk for each in every.values()])
    assert {name: said[each.pk].name for name, each in every.items()} == {name: name for name in STATES}


def test_a_topic_and_my_own_narrow_it(maya, ines, every):
    topic = TopicFactory(name="Shop")
    asked("By Ines", minutes=5, author=ines, topics=[topic])
    asked("By Maya", minutes=4, author=maya, topics=[topic])
    assert listed(ines, f"/questions/?topic={topic.pk}") == ["By Ines", "By Maya"]
    assert listed(ines, "/questions/?mine") == ["By Ines"]
    assert listed(maya, f"/questions/?state=all&topic={topic.pk}&mine") == ["By Maya"]
    assert sign_in(ines).get("/questions/?topic=987654").status_code == 404


def test_what_is_about_no_topic_has_a_list_of_its_own(ines, company):
    asked("With one", minutes=5, topics=[TopicFactory(name="Shop")])
    asked("With none", minutes=4)
    shown = page(sign_in(ines).get("/questions/"))
    [chip] = [link for link in shown.all("a", "chip") if link.text == "No topic"]
    address = f"/questions/{chip.attrs['href']}"
    assert listed(ines, address) == ["With none"]
    fresh = page(sign_in(ines).get(address))
    assert [link.text for link in fresh.all("a", "chip") if "aria-current" in link.attrs] == ["Waiting", "No topic"]
    assert json.loads(fresh.first("trellis-news").attrs["data-takes"])["topic"] == "none"


def test_the_list_goes_on_on_a_second_page(ines, company):
    for number in range(25):
        asked(f"Question {number}", minutes=200 - number)
    client = sign_in(ines)
    first = client.get("/questions/")
    assert texts(first) == [f"Question {number}" for number in range(20)]
    more = page(first).first("a", "more-updates").attrs["href"]
    assert texts(client.get(more)) == [f"Question {number}" for number in range(20, 25)]
    last = page(first).all("article", "update")[-1].attrs["data-cursor"]
    through = client.get(f"/questions/?through={last}", headers={"X-Fragment": "feed"})
    assert texts(through) == texts(first)


def test_nothing_waits_and_the_page_says_what_to_do(ines, company):
    UpdateFactory(text="Noise")
    shown = page(sign_in(ines).get("/questions/")).first("div", id="nothing-here")
    assert "Nothing waits" in shown.text
    assert shown.first("a").attrs["href"] == "/?ask#composer"


def test_the_list_takes_by_itself_what_the_page_would_list(ines, every):
    heard = json.loads(page(sign_in(ines).get("/questions/")).first("trellis-news").attrs["data-takes"])
    assert heard == {"asked": True, "replies": "no", "all": True, "states": ["open", "claimed"]}
    rules = listening.questions(ines, states=("answered",), topic=7, mine=True).rules
    assert rules == {"asked": True, "replies": "no", "people": [ines.pk], "states": ["answered"], "topic": 7}


def test_a_claim_that_lapsed_is_open_in_the_list_of_those_who_look(ines, tom, every):
    Claim.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert listed(ines, "/questions/?state=claimed") == []
    steady.let_lapse()
    assert listed(ines) == ["open", "claimed"]
    sign_in(tom).post(claim_of(every["open"]))
    assert listed(ines, "/questions/?state=claimed") == ["open"]
