"""Claiming a question, accepting an answer and finding one helpful; asked before, and answered for good."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from intranet import live
from intranet.audit import trail
from intranet.notifications import notices
from intranet.people.models import Topic, User
from intranet.writing.models import LongText
from microblog.bells import place_of
from microblog.models import Acceptance, Claim, Documented, Drafted, Duplicate, HelpfulAnswer, Question, Update
from microblog.models.question import CLAIMED_FOR
from microblog.showing import all_changed, bump, changed

from . import asking, lasting
from .turns import Gone as Gone
from .turns import merged_with, turn_of_answer, turn_of_question, turn_of_standing, wait_for, wait_for_merged

AT_ONCE = 100  # claims that are noted as over in one transaction


class Answered(ValueError):
    """Somebody has answered in the meantime."""


class Taken(ValueError):
    """Somebody else was faster, and is on it."""

    def __init__(self, by: User) -> None:
        super().__init__(f"{by} is on it.")
        self.by = by


class InCircles(ValueError):
    """The other question was itself asked before, as this one, or is this one."""


@transaction.atomic
def ask(*, by: User, update: Update, topics: Sequence[Topic]) -> None:
    """The update asks something about these topics.

    Raises Answered when it asked nothing before and others have replied to it, and Gone when it was retracted.
    """
    update = turn_of_standing(update)
    question = Question.objects.filter(pk=update.pk).first()
    if question is None:
        if asking.answers_of_others(update).exists():
            raise Answered
        asking.begins(by=by, update=update, topics=topics)
        bump(*update.replies.values_list("pk", flat=True))
    elif set(question.topics.all()) == set(topics):
        return
    else:
        asking.is_about(by=by, question=question, topics=topics)
    trail.record("question.changed", by=by, about=update)
    experts = asking.experts_of(topics)
    notices.send("question.asked", to=experts, about=update, by=by, place=place_of(update), only_once=True)
    changed(update)


@transaction.atomic
def ask_no_more(*, by: User, update: Update) -> None:
    """The update asks nothing. Raises Answered when somebody has answered it, and Gone."""
    wait_for_merged(update)
    update = turn_of_standing(update)
    question = Question.objects.filter(pk=update.pk).first()
    if question is None:
        return
    if question.first_answered_at or not Question.objects.waiting().filter(pk=question.pk).exists():
        raise Answered
    repeated = list(Update.objects.filter(question__duplicate__into=question))
    question.delete()
    bump(*update.replies.values_list("pk", flat=True))
    trail.record("question.changed", by=by, about=update)
    notices.forget("question.asked", about=update)
    notices.forget("question.claimed", about=update)
    all_changed([update, *repeated])


@transaction.atomic
def claim(*, by: User, question: Update) -> None:
    """`by` is on it for ten minutes; whoever is already has ten minutes from now on.

    Raises Taken when somebody else is, Answered when nobody need be any more, and Gone.
    """
    question = turn_of_question(question)
    now = timezone.now()
    running = Claim.objects.filter(question=question.pk, ended_at=None).first()
    if running and running.until > now:
        if running.by_id != by.pk:
            raise Taken(running.by)
        Claim.objects.filter(pk=running.pk).update(until=now + CLAIMED_FOR)
        return changed(question)
    if not Question.objects.waiting().filter(pk=question.pk).exists():
        raise Answered
    if running:
        _end(running, Claim.End.LAPSED)
    Claim.objects.create(question_id=question.pk, by=by, at=now, until=now + CLAIMED_FOR)
    trail.record("question.claimed", by=by, about=question)
    if running:
        notices.forget("question.claimed", about=question, by=running.by)
    notices.send("question.claimed", to=[question.author_id], about=question, by=by, place=place_of(question))
    return changed(question)


@transaction.atomic
def release(*, by: User, question: Update) -> None:
    """Nobody is on it. Raises Gone."""
    question = turn_of_question(question)
    if running := Claim.objects.filter(question=question.pk, ended_at=None).first():
        _end(running, Claim.End.RELEASED, by)
        trail.record("question.released", by=by, about=question)
        notices.forget("question.claimed", about=question, by=running.by)
        changed(question)


def let_lapse() -> int:
    """Claims whose time has run out are over, and all who look at the question see it. Returns how many there were."""
    due = list(Claim.objects.over().order_by("until").values_list("pk", "question")[:AT_ONCE])
    return sum(_lapse(pk, question) for pk, question in due)


@transaction.atomic
def accept(*, by: User, answer: Update) -> None:
    """`answer` solved its question; a second choice replaces the first. Raises Gone."""
    question, answer = turn_of_answer(answer)
    before = Acceptance.objects.filter(question=question.pk).first()
    if before and before.answer_id == answer.pk:
        return
    if before:
        before.delete()
    Acceptance.objects.create(question=question, answer=answer, by=by)
    trail.record("question.accepted", by=by, about=question, answer=answer.pk)
    if before:
        notices.forget("question.accepted", about=before.answer)
    notices.send("question.accepted", to=[answer.author_id], about=answer, by=by, place=place_of(answer))
    changed(question, answer.pk, *([before.answer_id] if before else []))


@transaction.atomic
def take_back_acceptance(*, by: User, answer: Update) -> None:
    """`answer` no longer counts as the one that solved it. Raises Gone."""
    question, answer = turn_of_answer(answer)
    if accepted := Acceptance.objects.filter(answer=answer).first():
        accepted.delete()
        trail.record("question.acceptance_taken_back", by=by, about=question, answer=answer.pk)
        notices.forget("question.accepted", about=answer)
        changed(question, answer.pk)


@transaction.atomic
def find_helpful(*, by: User, answer: Update) -> None:
    """`answer` helped `by`. A second time nothing happens, and nobody is told. Raises Gone."""
    _, answer = turn_of_answer(answer)
    if HelpfulAnswer.objects.get_or_create(answer=answer, person=by)[1]:
        _recount(answer)


@transaction.atomic
def find_unhelpful(*, by: User, answer: Update) -> None:
    """`answer` did not help `by`, or they took it back. Raises Gone."""
    _, answer = turn_of_answer(answer)
    if HelpfulAnswer.objects.filter(answer=answer, person=by).delete()[0]:
        _recount(answer)


@transaction.atomic
def toggle_helpful(*, by: User, answer: Update) -> None:
    """The other of the two: one button does both where no script runs. Raises Gone."""
    was = HelpfulAnswer.objects.filter(answer=answer, person=by).exists()
    (find_unhelpful if was else find_helpful)(by=by, answer=answer)


@transaction.atomic
def mark_documented(*, by: User, question: Update, page: LongText) -> None:
    """`page` answers the question for good. Raises Gone."""
    question = turn_of_question(question)
    now = {"page": LongText.objects.get(pk=page.pk), "by": by, "at": timezone.now()}
    Documented.objects.update_or_create(question_id=question.pk, defaults=now)
    concerned = lasting.concerned(question)
    Drafted.objects.filter(question=question.pk).delete()
    trail.record("question.documented", by=by, about=question, page=page.pk)
    notices.send("question.documented", to=concerned, about=question, by=by, place=place_of(question), only_once=True)
    changed(question)


@transaction.atomic
def mark_undocumented(*, by: User | None, page: LongText) -> None:
    """`page` no longer answers anything for good, such as one that was withdrawn."""
    rows = Documented.objects.filter(page=page.pk)
    questions = list(Update.objects.filter(question__documented__in=rows))
    rows.delete()
    for question in questions:
        trail.record("question.undocumented", by=by, about=question, page=page.pk)
        notices.forget("question.documented", about=question)
    all_changed(questions)


@transaction.atomic
def merge(*, by: User, question: Update, into: Update) -> None:
    """The question was asked before, as `into`; so were those that had been asked as this one. Both askers are told.

    Raises InCircles and Gone.
    """
    wait_for_merged(question, into.pk)
    askers = [turn_of_question(each).author_id for each in (question, into)]
    if into.pk == question.pk or Duplicate.objects.filter(question=into.pk).exists():
        raise InCircles
    if Duplicate.objects.filter(question=question.pk, into=into.pk).exists():
        return
    around = merged_with(question)
    Duplicate.objects.update_or_create(
        question_id=question.pk, defaults={"into_id": into.pk, "by": by, "at": timezone.now()}
    )
    Duplicate.objects.filter(into=question.pk).update(into=into.pk)
    trail.record("question.merged", by=by, about=question, into=into.pk)
    notices.send("question.merged", to=askers, about=question, by=by, place=place_of(question), only_once=True)
    all_changed(list(Update.objects.filter(pk__in={question.pk, into.pk, *around})))


@transaction.atomic
def unmerge(*, by: User, question: Update) -> None:
    """The question stands for itself, unless it was merged into another one this moment. Raises Gone."""
    known = Duplicate.objects.filter(question=question.pk).values_list("into", flat=True).first()
    wait_for(question.pk, *([known] if known else []))
    question = turn_of_question(question)
    into = Update.objects.filter(pk=known or 0, question__duplicates__question=question.pk).first()
    if into:
        Duplicate.objects.filter(question=question.pk).delete()
        trail.record("question.unmerged", by=by, about=question, into=into.pk)
        notices.forget("question.merged", about=question)
        all_changed([question, into])


def _end(claim: Claim, how: Claim.End, by: User | None = None) -> None:
    Claim.objects.filter(pk=claim.pk).update(ended_at=timezone.now(), ended=how, ended_by=by)


@transaction.atomic
def _lapse(pk: int, question: int) -> int:
    update = Update.objects.select_for_update().filter(pk=question).first()
    claim = Claim.objects.over().select_related("by").filter(pk=pk).first()  # as it is by now
    if update is None or claim is None:
        return 0
    _end(claim, Claim.End.LAPSED)
    notices.forget("question.claimed", about=update, by=claim.by)
    changed(update)
    return 1


def _recount(answer: Update) -> None:
    """Nothing of this goes to the trail: like a reaction, it is no deed that one must account for."""
    Update.objects.filter(pk=answer.pk).update(helpful_count=answer.helped.count())
    bump(answer.pk)
    live.send(f"thread:{answer.thread_id}", "update.changed", ref=answer.pk)
