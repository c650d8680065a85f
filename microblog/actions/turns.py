"""Whose turn it is: whoever changes an update or its question waits for the others, so that nobody is forgotten.

All take these rows by number in one go, and before any others, so that two who wait do not wait for each other.
"""

from django.db import transaction
from django.db.models import Q

from microblog.models import Duplicate, Question, Update


class Gone(ValueError):
    """It is no question, or no answer, any more."""


def wait_for(*numbers: int) -> None:
    """Until nobody else changes these updates."""
    list(Update.objects.select_for_update().filter(pk__in=numbers).order_by("pk").values_list("pk"))


def turn(update: Update) -> Update:
    """The update as it is now, and its thread waits, whose card shows it. Raises Update.DoesNotExist."""
    wait_for(update.pk, update.thread_id)
    return Update.objects.get(pk=update.pk)


def turn_with_merged(update: Update) -> Update:
    """The same, and with it all questions that were merged with it wait. Raises Update.DoesNotExist."""
    wait_for_merged(update, update.thread_id)
    return Update.objects.get(pk=update.pk)


def wait_for_merged(question: Update, *others: int) -> None:
    """Until nobody else changes these updates, nor any question that is merged with the first one.

    Some may have been merged while we waited. To take those now would be out of turn: all are let go and taken again.
    """
    while True:
        around = merged_with(question)
        here = transaction.savepoint()
        wait_for(question.pk, *others, *around)
        if merged_with(question) <= around:
            transaction.savepoint_commit(here)
            return
        transaction.savepoint_rollback(here)


def merged_with(question: Update) -> set[int]:
    """What was asked as this one, and what this one was asked as, by number."""
    pairs = Duplicate.objects.filter(Q(question=question.pk) | Q(into=question.pk)).values_list("question", "into")
    return {number for pair in pairs for number in pair}


def turn_of_standing(update: Update) -> Update:
    """Raises Gone when it was retracted."""
    found = Update.objects.select_for_update().standing().filter(pk=update.pk).first()
    if found is None:
        raise Gone
    return found


def turn_of_question(update: Update) -> Update:
    """Raises Gone when it asks nothing."""
    found = turn_of_standing(update)
    if not Question.objects.filter(pk=found.pk).exists():
        raise Gone
    return found


def turn_of_answer(answer: Update) -> tuple[Update, Update]:
    """The question and the answer. Raises Gone."""
    if answer.root is None or not answer.is_answer:
        raise Gone
    wait_for(answer.root.pk, answer.pk)
    return turn_of_question(answer.root), turn_of_standing(answer)
