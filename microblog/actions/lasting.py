"""A question on its way to what stays: an article is drafted from it, and who asks it again and again is noticed."""

from django.db import transaction
from django.db.models import F

from intranet import live
from intranet.audit import trail
from intranet.notifications import notices
from intranet.people.models import TopicExpert, User
from intranet.writing.models import LongText
from microblog import bells, repeated
from microblog.models import Drafted, Duplicate, Question, QuestionTopic, Repetition, Update
from microblog.wires import streams_of


@transaction.atomic
def mark_drafted(*, by: User, question: Update, page: LongText, waits_for: User | None) -> None:
    """`page` is being made of the question, and waits for somebody, or for those who moderate."""
    now = {"page_id": page.pk, "waits_for": waits_for}
    is_new = Drafted.objects.update_or_create(question_id=question.pk, defaults=now, create_defaults=now | {"by": by})[
        1
    ]
    if is_new:
        trail.record("question.drafted", by=by, about=question, page=page.pk)
    _changed(question)


@transaction.atomic
@live.at_the_end()
def forget_draft(*, by: User | None, page: LongText) -> None:
    """Nothing comes of `page`; the question stands as it stood."""
    questions = list(Update.objects.filter(question__drafted__page=page.pk))
    Drafted.objects.filter(page=page.pk).delete()
    for question in questions:
        trail.record("question.draft_ended", by=by, about=question, page=page.pk)
        _changed(question)


def concerned(question: Update) -> set[int]:
    """Who asked, who asked the same, who said something there, and who drafts an article of it, by number."""
    again = Duplicate.objects.filter(into=question.pk).values_list("question__update__author", flat=True)
    drafting = Drafted.objects.filter(question=question.pk).values_list("by", flat=True)
    return {*bells.who_takes_part(question), *again, *drafting}


def notice_repetitions() -> int:
    """Each question that is asked often says so; whoever is asked about its topics has been told once.

    Returns how many these are. Each is a transaction of its own: whoever rings holds the log of events until the
    commit, and must not wait for the next question, which somebody may hold who waits for the log.
    """
    often = repeated.often()
    known = dict(Repetition.objects.values_list("question", "times"))
    for pk in sorted({*often, *known}):
        if often.get(pk) != known.get(pk):
            _was_asked(pk, often.get(pk))
    return len(often)


@transaction.atomic
def _was_asked(number: int, times: int | None) -> None:
    """So many times lately, or no longer often (None). What asks nothing any more is left alone."""
    question = Update.objects.select_for_update().filter(pk=number).first()
    if question is None or not Question.objects.filter(pk=number).exists():
        return
    if times is None:
        Repetition.objects.filter(question=number).delete()
    elif Repetition.objects.update_or_create(question_id=number, defaults={"times": times})[1]:
        place = bells.place_of(question)
        notices.send("question.repeated", to=_who_is_asked(number), about=question, place=place, only_once=True)
    _changed(question)


def _who_is_asked(question: int) -> set[int]:
    """About its topics; those who moderate when there is nobody."""
    topics = QuestionTopic.objects.filter(question=question).values("topic")
    experts = TopicExpert.objects.here().filter(topic__in=topics).values_list("person", flat=True)
    return set(experts) or set(User.objects.moderating().values_list("pk", flat=True))


def _changed(question: Update) -> None:
    """Its card is another one wherever it is open."""
    Update.objects.filter(pk=question.pk).update(version=F("version") + 1)
    live.send_all((stream, "update.changed", question.pk) for stream in streams_of(question))
