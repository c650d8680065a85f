"""Many press on the same question at once. Only PostgreSQL lets them write together, so `tests.postgres` runs these."""

import threading
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import transaction

from intranet.notifications.models import Notice
from microblog.actions import questions, turns, updates
from microblog.models import Acceptance, Claim, Duplicate, HelpfulAnswer, Question
from tests.factories import AnswerFactory, PersonFactory, QuestionFactory

from .at_once import BRIEFLY, PATIENCE, Other, meanwhile

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 10


def together(*deeds: Callable[[], object]) -> None:
    start = threading.Barrier(len(deeds), timeout=PATIENCE)

    def doing(deed: Callable[[], object]) -> Callable[[], object]:
        def do() -> None:
            start.wait()
            deed()

        return do

    for other in [Other(doing(deed)) for deed in deeds]:
        other.ends()


def test_of_many_who_claim_one_is_on_it_and_the_asker_hears_once(maya):
    question = QuestionFactory(author=maya)

    def claim(person) -> None:
        with suppress(questions.Taken):
            questions.claim(by=person, question=question)

    people = [PersonFactory() for _ in range(MANY)]
    together(*(lambda person=person: claim(person) for person in people))
    assert Claim.objects.get().ended_at is None
    assert Notice.objects.get(kind="question.claimed").to == maya


def test_votes_of_many_are_all_counted(maya):
    answer = AnswerFactory(root=QuestionFactory(author=maya))
    people = [PersonFactory() for _ in range(MANY)]
    together(*(lambda person=person: questions.find_helpful(by=person, answer=answer) for person in people))
    answer.refresh_from_db()
    assert answer.helpful_count == HelpfulAnswer.objects.count() == MANY


def test_two_who_accept_different_answers_leave_one_and_one_notice(maya, olu):
    answers = [AnswerFactory(root=QuestionFactory(author=maya))]
    answers.append(AnswerFactory(root=answers[0].root))
    deeds = [
        lambda by=by, answer=answer: questions.accept(by=by, answer=answer)
        for by, answer in zip((maya, olu), answers, strict=True)
    ]
    together(*deeds)
    told = Notice.objects.get(kind="question.accepted")
    assert told.about == Acceptance.objects.get().answer_id


def test_two_who_merge_questions_into_each_other_do_not_wait_for_each_other(olu, maya):
    first, second = QuestionFactory(), QuestionFactory()

    def merge(question, into) -> None:
        with suppress(questions.InCircles):
            questions.merge(by=olu, question=question, into=into)

    together(lambda: merge(first, second), lambda: merge(second, first))
    assert Duplicate.objects.count() == 1


def test_what_is_merged_while_another_waits_to_merge_is_not_taken_out_of_turn(olu):
    low, middle, high = (QuestionFactory() for _ in range(3))

    def hold_both() -> None:
        with transaction.atomic():
            turns.wait_for(low.pk, middle.pk)

    with transaction.atomic():
        turns.wait_for(middle.pk)
        merging = Other(lambda: questions.merge(by=olu, question=high, into=middle))
        merging.join(BRIEFLY)
        Other(lambda: questions.merge(by=olu, question=low, into=high)).ends()  # it is not in the way
        holding = Other(hold_both)
        holding.join(BRIEFLY)
        assert merging.is_alive() and holding.is_alive()  # noise: both really wait
    merging.ends(), holding.ends()
    assert set(Duplicate.objects.values_list("question", "into")) == {(high.pk, middle.pk), (low.pk, middle.pk)}


def test_an_answer_that_comes_while_the_only_other_one_goes_is_not_forgotten(maya, tom, ines):
    question = QuestionFactory(author=maya)
    only = AnswerFactory(root=question, author=tom)
    AnswerFactory(root=QuestionFactory(), author=tom)  # noise
    meanwhile(
        lambda: updates.retract(by=tom, update=only),
        lambda: updates.reply(by=ines, to=question, text="On the roof", key="key-of-ines"),
    )
    assert Question.objects.get(pk=question.pk).first_answered_at
    assert not Question.objects.waiting().filter(pk=question.pk).exists()


def test_who_takes_an_answer_back_and_who_finds_it_helpful_do_not_wait_for_each_other(maya, tom, ines):
    answer = AnswerFactory(root=QuestionFactory(author=maya), author=tom)
    with transaction.atomic():
        turns.turn_of_question(answer.root)
        other = Other(lambda: updates.retract(by=tom, update=answer))
        other.join(BRIEFLY)
        assert other.is_alive()  # noise: it really waits
        questions.find_helpful(by=ines, answer=answer)
    other.ends()
    answer.refresh_from_db()
    assert answer.is_retracted
