"""Cards of questions are other ones wherever they are open, and so is what is found."""

from collections.abc import Collection

from django.db.models import F

from intranet import live
from search import documents

from .models import Update
from .wires import streams_of


def changed(question: Update, *answers: int) -> None:
    """The card of the question, and of these answers to it."""
    bump(*answers)
    all_changed([question])
    live.send_all((f"thread:{question.pk}", "update.changed", answer) for answer in answers)


def all_changed(questions: Collection[Update]) -> None:
    """The cards of several; all are held before the first is rung for."""
    bump(*(question.pk for question in questions))
    documents.touch(*questions)
    live.send_all((stream, "update.changed", question.pk) for question in questions for stream in streams_of(question))


def bump(*numbers: int) -> None:
    Update.objects.filter(pk__in=numbers).update(version=F("version") + 1)
