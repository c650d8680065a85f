"""The questions under a post, as its readers see them."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from intranet.kit.lookups import Lookup
from intranet.people.eyes import Eyes
from intranet.people.keeping import kept
from intranet.people.requests import Request

from .models import PostQuestion, QuestionVote
from .question_forms import QuestionForm
from .reading import PostGate

FEW, MANY = 20, 200  # of each kind: under the post, and on the page of its questions
QUESTION = "blogs/_question.html"


@dataclass(frozen=True)
class Drawn:
    """Questions under a post, the same for everybody who reads it."""

    shown: list[int]
    unanswered: list[SafeString]
    answered: list[SafeString]
    waiting: int  # how many are not answered
    hidden: int  # how many stand only on the page of all questions


NOTHING = Drawn([], [], [], 0, 0)


def under(request: Request, post: PostGate) -> dict[str, Any]:
    """What `blogs/_questions.html` shows under a post; drawn once for each state of its questions."""
    drawn = NOTHING
    if post.questions:
        made_of = (post.pk, post.questions, post.asked)
        drawn = kept("questions", Eyes(), made_of, lambda: _draw(post.pk, FEW))
    return _context(request, post.pk, drawn, may_answer=post.may_answer)


def every(request: Request, post: int, *, may_answer: bool, form: QuestionForm | None = None) -> dict[str, Any]:
    """The same on the page of all questions under the post of this number, which the reader may read.

    A `form` is one that comes back.
    """
    return _context(request, post, _draw(post, MANY), may_answer=may_answer, form=form)


def _context(
    request: Request, post: int, drawn: Drawn, *, may_answer: bool, form: QuestionForm | None = None
) -> dict[str, Any]:
    return {
        **vars(drawn),
        "post": post,
        "form": form or QuestionForm(),
        "mine": _voted_for(request.user, drawn.shown),
        "may_answer": bool(drawn.shown) and may_answer,
    }


def _draw(post: int, most: int) -> Drawn:
    under = PostQuestion.objects.filter(post=post)
    counts = under.standing().aggregate(all=Count("pk"), answered=Count("answered_at"))
    waiting = counts["all"] - counts["answered"]
    unanswered = list(under.unanswered().with_people()[:most]) if waiting else []
    answered = list(under.answered().with_people()[:most]) if counts["answered"] else []
    shown = [question.pk for question in (*unanswered, *answered)]
    return Drawn(shown, _cards(unanswered), _cards(answered), waiting, counts["all"] - len(shown))


def _cards(questions: Collection[PostQuestion]) -> list[SafeString]:
    return [render_to_string(QUESTION, {"question": question}) for question in questions]


def _voted_for(viewer: Any, questions: list[int]) -> list[int]:
    """The fragments are the same for everybody, so this comes beside them, once a page."""
    return sorted(question for (question,) in _votes_of(viewer.pk).all(*questions))


@lru_cache(maxsize=1_000)
def _votes_of(person: int) -> Lookup:
    return Lookup(QuestionVote.objects.filter(person=person).values_list("question"), by="question__in")
