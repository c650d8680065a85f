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

FEW, MANY = 20, 200  # of each kind: under the post, and on one page of its questions
QUESTION = "blogs/_question.html"


@dataclass(frozen=True)
class Drawn:
    """Questions under a post, the same for everybody who reads it."""

    shown: list[int]
    unanswered: list[SafeString]
    answered: list[SafeString]
    waiting: int  # how many are not answered
    hidden: int  # how many stand only on the pages of all questions, or on later ones of these


NOTHING = Drawn([], [], [], 0, 0)


def under(request: Request, post: PostGate) -> dict[str, Any]:
    """What `blogs/_questions.html` shows under a post; drawn once for each state of its questions."""
    drawn = NOTHING
    if post.questions:
        made_of = (post.pk, post.questions, post.asked)
        drawn = kept("questions", Eyes(), made_of, lambda: _draw(post.pk, FEW))
    return _context(request, post.pk, drawn, may_answer=post.may_answer)


def every(
    request: Request, post: int, *, may_answer: bool, start: int = 0, form: QuestionForm | None = None
) -> dict[str, Any]:
    """The same on a page of all questions under the post of this number, which the reader may read: of each kind those
    behind the first `start`.

    A `form` is one that comes back.
    """
    around = {"start": start, "earlier": max(0, start - MANY), "later": start + MANY}
    return _context(request, post, _draw(post, MANY, start), may_answer=may_answer, form=form) | around


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


def _draw(post: int, most: int, start: int = 0) -> Drawn:
    under = PostQuestion.objects.filter(post=post)
    counts = under.standing().aggregate(all=Count("pk"), answered=Count("answered_at"))
    waiting = counts["all"] - counts["answered"]
    end = start + most
    unanswered = list(under.unanswered().with_people()[start:end]) if waiting else []
    answered = list(under.answered().with_people()[start:end]) if counts["answered"] else []
    shown = [question.pk for question in (*unanswered, *answered)]
    hidden = sum(max(0, many - end) for many in (waiting, counts["answered"]))
    return Drawn(shown, _cards(unanswered), _cards(answered), waiting, hidden)


def _cards(questions: Collection[PostQuestion]) -> list[SafeString]:
    return [render_to_string(QUESTION, {"question": question}) for question in questions]


def _voted_for(viewer: Any, questions: list[int]) -> list[int]:
    """The fragments are the same for everybody, so this comes beside them, once a page."""
    return sorted(question for (question,) in _votes_of(viewer.pk).all(*questions))


@lru_cache(maxsize=1_000)
def _votes_of(person: int) -> Lookup:
    return Lookup(QuestionVote.objects.filter(person=person).values_list("question"), by="question__in")
