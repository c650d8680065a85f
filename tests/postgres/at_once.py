"""Two ring for the same thing at once. Only PostgreSQL lets both write, so `tests.postgres` alone runs these."""

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest
from django.db import connection, transaction

from intranet import live
from intranet.governance.actions import decisions, reports
from intranet.governance.models import Decision, Outcome
from intranet.notifications import notices
from intranet.notifications.models import Notice
from microblog.actions import turns, updates
from microblog.models import Tag
from search import documents, drain
from search.models import Document
from tests.factories import PersonFactory
from tests.support.search import say

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 10.0
BRIEFLY = 0.5  # seconds in which the other one would be done, if nothing held it


class Other(threading.Thread):
    """Somebody else, with a connection of their own."""

    def __init__(self, does: Callable[[], object]) -> None:
        super().__init__()
        self.does = does
        self.trouble: Exception | None = None
        self.start()

    def run(self) -> None:
        try:
            self.does()
        except Exception as error:
            self.trouble = error
        finally:
            connection.close()

    def ends(self) -> None:
        self.join(PATIENCE)
        assert not self.is_alive()
        assert self.trouble is None, self.trouble


def meanwhile(does: Callable[[], object], ours: Callable[[], object]) -> None:
    """The other one begins when we have done ours, and before it is committed."""
    with transaction.atomic():
        ours()
        other = Other(does)
        other.join(BRIEFLY)
        assert other.is_alive()  # noise: it really waits
    other.ends()


def test_a_gathering_does_not_bring_back_what_was_retracted_meanwhile(maya):
    update = say(maya, "Refunds within 14 days")
    say(maya, "Noise")
    meanwhile(lambda: documents.gather("update"), lambda: updates.retract(by=maya, update=update))
    document = Document.objects.get(kind="update", number=update.pk)
    assert (document.text, document.is_gone) == ("", True)
    assert Document.objects.standing().filter(kind="update").count() == 1


def test_a_tag_has_the_audiences_of_two_who_used_it_at_once(maya, tom, team, closed_team):
    say(maya, "Noise #noise")
    meanwhile(lambda: say(tom, "First #lunch", team), lambda: say(maya, "Also #lunch", closed_team))
    document = Document.objects.get(kind="tag", number=Tag.objects.get(name="lunch").pk)
    assert sorted(document.audience_numbers) == sorted([team.pk, closed_team.pk])


def test_who_uses_a_tag_while_its_last_use_goes_is_found_by_it(maya, tom):
    last = say(maya, "At noon #lunch")
    say(maya, "Noise #noise")
    meanwhile(lambda: say(tom, "Again #lunch"), lambda: updates.retract(by=maya, update=last))
    document = Document.objects.get(kind="tag", number=Tag.objects.get(name="lunch").pk)
    assert (document.audience_numbers, document.is_gone) == ([0], False)


def test_a_tag_that_is_used_again_while_the_engines_forget_it_is_there(maya, tom):
    last = say(maya, "At noon #lunch")
    say(maya, "Noise #noise")
    drain.drain_all()
    updates.retract(by=maya, update=last)
    with transaction.atomic():
        say(tom, "Again #lunch")
        other = Other(drain.drain)
        other.join(BRIEFLY)
    other.ends()
    drain.drain_all()
    document = Document.objects.get(kind="tag", number=Tag.objects.get(name="lunch").pk)
    assert (document.audience_numbers, document.is_gone, document.is_waiting) == ([0], False, False)


def test_two_who_exchange_tags_do_not_wait_for_each_other(maya, tom):
    pairs = [(say(maya, "One #left"), maya), (say(tom, "Other #right"), tom)]
    ready = threading.Barrier(2, timeout=PATIENCE)

    def edit(update, person, first: str, second: str) -> None:
        for number in range(20):
            ready.wait()
            text = f"{number} #{(first, second)[number % 2]}"
            updates.edit(by=person, update=update, text=text, edits=number)

    others = [
        Other(partial(edit, *pair, *names))
        for pair, names in zip(pairs, (("right", "left"), ("left", "right")), strict=True)
    ]
    for other in others:
        other.ends()
    seen = Document.objects.standing().filter(kind="tag", title__in=["#left", "#right"])
    assert {document.title: document.audience_numbers for document in seen} == {"#left": [0], "#right": [0]}


def test_who_tells_somebody_and_uses_a_tag_does_not_hold_up_who_has_the_tag(maya, tom):
    first = say(maya, "At noon #lunch")
    with transaction.atomic():
        documents.touch(Tag.objects.get(name="lunch"))
        other = Other(lambda: say(maya, "You too, @tom? #lunch"))
        other.join(BRIEFLY)
        assert other.is_alive()  # noise: it really waits
        live.send("feed:company", "update.changed", ref=first.pk)
    other.ends()
    assert Notice.objects.get(kind="update.mentioned").to == tom


def test_who_takes_words_back_and_who_takes_them_down_do_not_wait_for_each_other(maya, tom, olu):
    rude, noise = say(tom, "Rude words"), say(tom, "Kind words")
    report = reports.send(by=maya, kind="update", number=rude.pk)
    reports.send(by=maya, kind="update", number=noise.pk)

    def take_down() -> None:
        with suppress(decisions.AlreadyDecided):
            decisions.take_down(by=olu, kind="update", number=rude.pk, upto=report.pk)

    with transaction.atomic():
        turns.turn(rude)
        other = Other(take_down)
        other.join(BRIEFLY)
        assert other.is_alive()  # noise: it really waits
        updates.retract(by=tom, update=rude)
    other.ends()
    assert Decision.objects.get(about=rude.pk).outcome == Outcome.GONE


def test_two_who_touch_many_in_different_orders_do_not_wait_for_each_other(maya):
    numbers = [say(maya, f"Number {number}").pk for number in range(20)]
    ready = threading.Barrier(2, timeout=PATIENCE)

    def touch(order: list[int]) -> None:
        for _ in range(20):
            ready.wait()
            documents.touch_numbers("update", order)

    others = [Other(lambda: touch(numbers)), Other(lambda: touch(numbers[::-1]))]
    for other in others:
        other.ends()
    assert Document.objects.standing().filter(kind="update").count() == 20


def test_what_two_tell_of_the_same_deeds_at_once_is_told_once(tom):
    update = say(tom, "Lunch at noon")
    people = [PersonFactory() for _ in range(25)]
    ready = threading.Barrier(2, timeout=PATIENCE)

    def tell() -> None:
        ready.wait()
        for person in people:
            notices.send("update.answered", to=[tom], about=update, by=person, place=f"thread:{update.pk}")

    for other in [Other(tell), Other(tell)]:
        other.ends()
    assert Notice.objects.filter(to=tom).count() == len(people)
