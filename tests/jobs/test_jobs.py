"""Work in the background: it is tried again, survives its worker, and a turn happens once."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django_tasks import task as plain_task
from django_tasks_db.management.commands import db_worker

from intranet.jobs import schedule, task, turns
from intranet.jobs.models import DEAD_AFTER, LastTurn, Run
from intranet.jobs.models import Worker as WorkerRow
from intranet.jobs.pulse import beat, part, reap
from intranet.jobs.worker import Worker
from intranet.kit.declarations import Turn

pytestmark = pytest.mark.django_db

sent: list[str] = []
mishaps: list[Exception] = []


@task(attempts=3)
def send_letter(to: str) -> None:
    if mishaps:
        raise mishaps.pop()
    sent.append(to)


@task(attempts=1)
def ring_the_bell() -> None:
    sent.append("bell")


@plain_task()
def post_parcel() -> None:
    sent.append("parcel")


@pytest.fixture(autouse=True)
def _empty_desk(monkeypatch):
    sent.clear()
    mishaps.clear()
    # Between tasks a worker drops stale connections; here that would be the test's own, in mid-transaction.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


def work() -> None:
    """A worker comes, does what is ready, and leaves."""
    Worker(batch=True).work()


def states() -> list[str]:
    return list(Run.objects.order_by("enqueued_at").values_list("status", flat=True))


def later(clock, **time) -> None:
    clock.shift(timedelta(**time))


def test_a_failing_task_is_tried_again_later_and_then_succeeds():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        mishaps.append(ConnectionError("The post office is closed"))
        send_letter.enqueue("maya")
        send_letter.enqueue("tom")  # noise: one failure holds up nobody else
        work()
        assert sent == ["tom"]
        later(clock, seconds=9)
        work()
        assert sent == ["tom"], "too early"
        later(clock, seconds=1)
        work()
        assert sent == ["tom", "maya"]
        assert set(states()) == {"SUCCESSFUL"}


def test_the_pauses_grow_and_after_the_last_attempt_the_task_has_failed(caplog):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        mishaps.extend(ConnectionError("The post office burnt down") for _ in range(10))
        send_letter.enqueue("maya")
        work()
        later(clock, seconds=10)
        work()
        later(clock, seconds=10)
        work()
        assert states() == ["READY"], "the second pause is longer"
        later(clock, seconds=30)
        work()
        assert states() == ["FAILED"]
        later(clock, days=1)
        work()
        assert len(mishaps) == 7, "it was tried three times"
        assert "burnt down" in Run.objects.get().traceback
        assert "gave up at attempt 3" in caplog.text


def test_a_task_whose_code_is_gone_fails_at_once():
    send_letter.enqueue("maya")
    Run.objects.update(task_path="intranet.jobs.gone.send_letter")
    work()
    assert states() == ["FAILED"]


def test_a_task_of_a_dead_worker_goes_to_a_living_one():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        taken_by("dead", send_letter.enqueue("maya"))
        later(clock, seconds=DEAD_AFTER.total_seconds() - 1)
        taken_by("alive", send_letter.enqueue("tom"))  # noise: this worker is slow, but lives
        assert reap() == 0, "a worker may miss a few beats"
        later(clock, seconds=1)
        assert reap() == 1
        work()
        assert sent == ["maya"]
        assert list(WorkerRow.objects.values_list("pk", flat=True)) == ["alive"]
        assert sorted(states()) == ["RUNNING", "SUCCESSFUL"]


def test_what_a_worker_leaves_behind_when_it_goes_home_is_taken_up_at_once():
    taken_by("leaving", post_parcel.enqueue())  # plain django-tasks: Wagtail's tasks are looked after too
    part("leaving")
    reap()
    work()
    assert sent == ["parcel"]


def test_a_task_that_kills_its_workers_is_given_up():
    for name in ("first", "second", "third"):
        taken_by(name, Run.objects.first() or send_letter.enqueue("maya"))
        part(name)
        reap()
    assert states() == ["FAILED"]
    assert "third died" in Run.objects.get().traceback


def test_a_task_that_may_run_only_once_is_not_given_to_a_second_worker():
    taken_by("dead", ring_the_bell.enqueue())
    part("dead")
    reap()
    work()
    assert (sent, states()) == ([], ["FAILED"])


def test_a_worker_that_finishes_in_the_moment_it_is_given_up_keeps_its_result():
    run = taken_by("slow", send_letter.enqueue("maya"))
    part("slow")
    [orphan] = Run.objects.orphaned(timezone.now())
    run.set_successful(None)
    assert not orphan.give_back()
    assert states() == ["SUCCESSFUL"]


def test_a_turn_happens_once_although_two_workers_look_at_the_same_time():
    bell = Turn(ring_the_bell, every=timedelta(hours=1))
    letter = Turn(send_letter, every=timedelta(hours=2))  # noise: its time has not come
    with time_machine.travel(timezone.now(), tick=False) as clock:
        LastTurn.objects.create(name=letter.task.module_path, at=timezone.now())
        for round_ in (1, 2):
            now = timezone.now()
            seen_by_one, seen_by_other = turns.due([bell, letter], now), turns.due([bell, letter], now)
            assert list(seen_by_one) == list(seen_by_other) == [bell]
            assert [turns.take(bell, now), turns.take(bell, now)] == [True, False]
            work()
            assert sent == ["bell"] * round_
            later(clock, hours=1)


def test_turns_do_not_pile_up_while_no_worker_is_free():
    bell = Turn(ring_the_bell, every=timedelta(minutes=1))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(5):
            turns.take_due([bell])
            later(clock, minutes=1)
    assert states() == ["READY"]


def test_a_task_enqueued_in_a_rolled_back_transaction_never_runs():
    with pytest.raises(RuntimeError), transaction.atomic():
        send_letter.enqueue("maya")
        raise RuntimeError("The update was not saved after all")
    send_letter.enqueue("tom")  # noise
    work()
    assert sent == ["tom"]


def test_an_idle_look_at_the_house_costs_four_queries(django_assert_num_queries):
    bell = Turn(ring_the_bell, every=timedelta(hours=1))
    turns.take_due([bell])
    work()
    beat("idle")
    with django_assert_num_queries(4):  # beat, runs, dead workers, turns
        beat("idle")
        reap()
        turns.take_due([bell])


def test_the_house_keeps_itself_tidy():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        visit = SessionStore()
        visit.create()
        ring_the_bell.enqueue()
        work()
        later(clock, days=31)
        send_letter.enqueue("maya")
        work()  # noise: what finished today stays
        assert set(turns.declared()) >= set(schedule.TURNS)
        turns.take_due(schedule.TURNS)
        work()
        assert not Session.objects.exists()
        assert not Run.objects.filter(task_path=ring_the_bell.module_path).exists()
        assert Run.objects.filter(task_path=send_letter.module_path).count() == 1


def taken_by(worker_id: str, result) -> Run:
    """Worker `worker_id` has just begun with this task."""
    beat(worker_id)
    run = Run.objects.get(pk=getattr(result, "pk", None) or result.id)
    run.claim(worker_id)
    return run
