"""Fifty people press at the same moment in their browsers, in a database that is a file."""

import pytest

from intranet.notifications.models import Notice
from microblog.actions import questions
from microblog.models import Acceptance, Duplicate, Question, Update
from tests.faults import crowd, crowd_town


def test_after_fifty_people_pressed_at_once_counts_are_right_and_nobody_was_told_twice():
    told = crowd.run(rounds=1)
    assert told.failures == []
    assert told.statuses.total() > 300  # noise: they did press
    assert told.counted["votes"] == 40
    assert told.counted["lines in trays"] >= 4


@pytest.fixture
def account(db):
    plan = crowd_town.plan(1)
    return crowd_town.Account(plan)


def test_the_account_notices_what_did_not_happen(account):
    for look in (account.votes, account.claims):
        look(account.plan.rounds[0])
    told = " ".join(account.failures)
    for failure in ("votes: (0, 0)", "is on it: 0", "is answered: False", "told of answers"):
        assert failure in told


def test_the_account_notices_what_contradicts_the_trail_and_what_was_told_twice(account):
    [each] = account.plan.rounds
    answer, one, other = (Update.objects.get(pk=pk) for pk in (each.answers[0], *each.merged[:2]))
    questions.accept(by=answer.root.author, answer=answer)
    questions.merge(by=one.author, question=one, into=other)
    account.acceptance(each), account.merges(each), account.nothing_is_told_twice()
    assert account.failures == []  # noise
    told = Notice.objects.get(kind="question.accepted")
    Notice.objects.create(to=told.to, kind=told.kind, about=told.about, by=told.by, read_at=told.at)
    Acceptance.objects.all().delete()
    Duplicate.objects.create(question=Question.objects.get(pk=other.pk), into_id=one.pk, by=one.author)
    account.acceptance(each), account.merges(each), account.nothing_is_told_twice()
    told = " ".join(account.failures)
    for failure in ("accepted: []", "told of an acceptance", "merged", "circles", "told twice"):
        assert failure in told
