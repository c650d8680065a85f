"""What is asked again and again is noticed, once, by whoever is asked about it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intranet.notifications.models import Notice
from microblog import schedule
from microblog.actions import questions, updates
from microblog.models import Question, Repetition
from microblog.tasks import notice_repetitions
from tests.factories import AnswerFactory, ArticleFactory, PersonFactory, QuestionFactory, TopicFactory
from tests.support import sign_in
from tests.support.asking import state
from tests.support.faq import make
from tests.support.notices import lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def parking(ines, company):
    """A topic about which Ines is asked."""
    return TopicFactory(name="Parking", experts=[ines])


def ask(text: str = "Where do visitors park?", *, days: int = 0, **about):
    question = QuestionFactory(text=text, **about)
    Question.objects.filter(pk=question.pk).update(at=timezone.now() - timedelta(days=days))
    return question


def told() -> list[tuple[str, int]]:
    return sorted(Notice.objects.filter(kind="question.repeated").values_list("to__username", "about"))


def test_the_worker_looks_again_and_again():
    assert notice_repetitions.module_path in {turn.task.module_path for turn in schedule.TURNS}


def test_the_fifth_time_in_thirty_days_is_noticed_and_the_fourth_is_not(maya, ines, olu, parking):
    first = ask(topics=[parking], days=29)
    for text in ("Where does a visitor park", "visitors PARK where?!", "Park: where do the visitors?"):
        ask(text)
    ask("Noise: who has the key?")
    assert notice_repetitions.func() == 0
    assert not told()
    last = ask()
    assert notice_repetitions.func() == 1
    assert told() == [("ines", first.pk)]
    assert lines(ines) == ["Unread: Asked often lately: Where do visitors park?"]
    assert "Asked 5 times in 30 days" in state(sign_in(maya).get("/"), first)
    assert "Asked" not in state(sign_in(maya).get("/"), last)


def test_one_that_is_older_than_thirty_days_does_not_count(parking):
    ask(topics=[parking], days=31)
    for _ in range(4):
        ask()
    assert notice_repetitions.func() == 0


def test_it_is_noticed_once_and_its_number_goes_on(ines, maya, parking):
    first = ask(topics=[parking])
    for _ in range(4):
        ask()
    for _ in range(3):
        notice_repetitions.func()
    Notice.objects.update(read_at=timezone.now())
    sixth = ask()
    notice_repetitions.func()
    assert told() == [("ines", first.pk)]
    assert "Asked 6 times in 30 days" in state(sign_in(maya).get("/"), first)
    Question.objects.exclude(pk__in=[first.pk, sixth.pk]).update(at=timezone.now() - timedelta(days=40))
    notice_repetitions.func()
    assert "Asked" not in state(sign_in(maya).get("/"), first)
    assert not Repetition.objects.exists()


def test_questions_that_were_merged_count_whatever_they_say(ines, olu, maya, parking):
    first = ask("Where do visitors park?", topics=[parking], days=300)
    others = [ask(f"Question {word}") for word in ("alpha", "beta", "gamma", "delta", "omega")]
    for each in others[:4]:
        questions.merge(by=olu, question=each, into=first)
    assert notice_repetitions.func() == 0
    questions.merge(by=olu, question=others[4], into=first)
    notice_repetitions.func()
    assert told() == [("ines", first.pk)]
    assert "Asked 5 times in 30 days" in state(sign_in(maya).get("/"), first)
    questions.unmerge(by=olu, question=others[4])
    notice_repetitions.func()
    assert "30 days" not in state(sign_in(maya).get("/"), first)


def test_without_experts_the_moderators_are_told(olu, clara, stranger, company):
    first, *_ = (ask() for _ in range(5))
    notice_repetitions.func()
    assert told() == [("clara", first.pk), ("olu", first.pk)]


def test_what_a_closed_team_asks_counts_for_itself_and_is_told_to_nobody_else(noor, ines, closed_team, parking):
    for _ in range(3):
        ask()
    inside = [ask(team=closed_team, topics=[parking]) for _ in range(4)]
    assert notice_repetitions.func() == 0
    inside.append(ask(team=closed_team))
    assert notice_repetitions.func() == 1
    assert Repetition.objects.get().question_id == inside[0].pk
    assert told() == []  # Ines, who is asked about it, is not in the team


def test_what_was_taken_back_or_is_answered_for_good_is_not_asked_often(maya, olu, parking):
    asked = [ask(author=maya) for _ in range(5)]
    updates.retract(by=maya, update=asked[4])
    assert notice_repetitions.func() == 0
    ask()
    assert notice_repetitions.func() == 1
    questions.mark_documented(by=olu, question=asked[0], page=ArticleFactory())
    assert notice_repetitions.func() == 0


def test_it_offers_a_draft_of_the_best_answer_or_an_empty_one(ines, maya, tom, parking):
    first = ask(topics=[parking])
    for _ in range(4):
        ask()
    assert "Make this an FAQ" not in state(sign_in(ines).get("/"), first)
    notice_repetitions.func()
    assert "Make this an FAQ" in state(sign_in(ines).get(first.get_absolute_url()), first)
    assert sign_in(PersonFactory()).post(f"/wiki/faq/{first.pk}/").status_code == 403
    empty = make(sign_in(ines), first)
    assert (empty.title, empty.body) == ("Where do visitors park?", "")
    sign_in(ines).post(f"/wiki/drafts/{empty.pk}/", {"_method": "delete"})
    AnswerFactory(root=first, author=tom, text="On the roof.")
    better = AnswerFactory(root=first, author=maya, text="In the yard.")
    questions.find_helpful(by=ines, answer=better)
    assert make(sign_in(ines), first).body == "<p>In the yard.</p>"
