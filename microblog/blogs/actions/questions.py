"""Asking under a post, voting for what others asked, answering, taking back."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from intranet import live
from intranet.audit import trail
from intranet.governance.actions import reports
from intranet.kit import markup
from intranet.people.models import User
from microblog.actions.updates import KeyReused
from microblog.blogs import bells
from microblog.blogs.models import BlogPost, PostQuestion, QuestionRetraction, QuestionVote
from search import documents


class Stale(ValueError):
    """Somebody answered, or changed the answer, since the form was opened."""


class TakenBack(ValueError):
    """The question is no longer there."""


class TooLate(ValueError):
    """It was answered in the meantime; what others have read under it stays."""


def ask(*, by: User, post: BlogPost, text: str, key: str) -> PostQuestion:
    """The question stands under the post with its asker's name. The same `key` with the same words is asked once.

    Raises KeyReused for other words.
    """
    html = markup.render_update(text)  # before the database is locked for writing
    try:
        return _ask_once(by, post, text, html, key)
    except IntegrityError:
        # The same form at the same moment, on a database that lets two write at once: now the other one is there.
        return _ask_once(by, post, text, html, key)


@transaction.atomic
def vote(*, by: User, question: PostQuestion) -> None:
    """`by` wants to know this, too. A second time nothing happens, and nobody is told. Raises TakenBack."""
    question = _turn(question)
    if QuestionVote.objects.get_or_create(question=question, person=by)[1]:
        _recount(question)


@transaction.atomic
def unvote(*, by: User, question: PostQuestion) -> None:
    """`by` did not vote for the question, or took the vote back. Raises TakenBack."""
    question = _turn(question)
    if QuestionVote.objects.filter(question=question, person=by).delete()[0]:
        _recount(question)


@transaction.atomic
def toggle(*, by: User, question: PostQuestion) -> None:
    """The other of the two: one button does both where no script runs. Raises TakenBack."""
    question = _turn(question)
    has_voted = QuestionVote.objects.filter(question=question, person=by).exists()
    (unvote if has_voted else vote)(by=by, question=question)


def answer(*, by: User, question: PostQuestion, text: str) -> None:
    """The answer stands under the question. Raises Stale when there is one already, and TakenBack."""
    _say(by, question, text, markup.render_update(text), 0)


def change_answer(*, by: User, question: PostQuestion, text: str, changes: int) -> None:
    """The answer says `text`. `changes` is how often it had been said when the writing began.

    Raises Stale when that is no longer so, and TakenBack.
    """
    _say(by, question, text, markup.render_update(text), changes)


@transaction.atomic
def take_back(*, by: User, question: PostQuestion) -> None:
    """The question is no longer there. Once is enough. Raises TooLate when its asker was too slow."""
    question = PostQuestion.objects.select_for_update(of=("self",)).select_related("post").get(pk=question.pk)
    if question.is_answered and not by.moderates:
        raise TooLate
    if not QuestionRetraction.objects.get_or_create(question=question, defaults={"by": by})[1]:
        return
    _bump(question)
    trail.record("question.taken_back", by=by, about=question)
    bells.taken_back(question=question)
    reports.gone(by=by, kind="question", numbers=[question.pk])
    documents.touch(question.post)
    _tell(question)


@transaction.atomic
def _ask_once(by: User, post: BlogPost, text: str, html: str, key: str) -> PostQuestion:
    asked = PostQuestion.objects.filter(by=by, key=key).first()
    if asked is None:
        return _ask(by, post, text, html, key)
    if (asked.post_id, asked.text) != (post.pk, text):
        raise KeyReused
    return asked


def _ask(by: User, post: BlogPost, text: str, html: str, key: str) -> PostQuestion:
    question = PostQuestion.objects.create(post=post, by=by, text=text, html=html, key=key)
    trail.record("question.asked", by=by, about=question)
    bells.asked(by=by, question=question)
    documents.touch(post)
    _tell(question)
    return question


@transaction.atomic
def _say(by: User, question: PostQuestion, text: str, html: str, changes: int) -> None:
    question = _turn(question)
    if question.answer_changes != changes:
        raise Stale
    if question.answer == text:
        return
    said = {"answer": text, "answer_html": html, "answer_changes": changes + 1}
    if question.is_answered:  # who answered first, and when, stays
        said |= {"answer_changed_by": by}
    else:
        said |= {"answered_by": by, "answered_at": timezone.now()}
    PostQuestion.objects.filter(pk=question.pk).update(**said)
    _bump(question)
    trail.record("question.answer_changed" if changes else "question.answered", by=by, about=question)
    if not changes:
        bells.answered(by=by, question=question)
    documents.touch(question.post)
    _tell(question)


def _turn(question: PostQuestion) -> PostQuestion:
    """The question as it is now; whoever changes it at the same moment waits, so that nobody is forgotten."""
    standing = PostQuestion.objects.select_for_update(of=("self",)).select_related("post")
    found = standing.get(pk=question.pk)
    if QuestionRetraction.objects.filter(question=found).exists():
        raise TakenBack
    return found


def _recount(question: PostQuestion) -> None:
    """Nothing of this goes to the trail: a vote is no deed that one must account for."""
    PostQuestion.objects.filter(pk=question.pk).update(vote_count=question.votes.count())
    _bump(question)
    _tell(question)


def _bump(question: PostQuestion) -> None:
    PostQuestion.objects.filter(pk=question.pk).update(version=F("version") + 1)


def _tell(question: PostQuestion) -> None:
    live.send(f"questions:{question.post_id}", "questions.changed", ref=question.pk)
