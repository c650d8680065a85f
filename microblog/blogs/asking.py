"""The questions under a post, as its readers see them."""

from typing import Any

from django.db.models import Count, Q

from intranet.kit import policy
from intranet.people.requests import Request

from .models import BlogPost, PostQuestion, QuestionVote
from .question_forms import QuestionForm

FEW, MANY = 20, 200  # of each kind: under the post, and on the page of its questions


def questions_of(
    request: Request, post: BlogPost, *, form: QuestionForm | None = None, most: int = FEW
) -> dict[str, Any]:
    """What `blogs/_questions.html` shows. A `form` is one that comes back."""
    under = PostQuestion.objects.visible_to(request.user).filter(post=post)
    counts = under.aggregate(all=Count("pk"), answered=Count("pk", filter=Q(answered_at__isnull=False)))
    waiting = counts["all"] - counts["answered"]
    unanswered = list(under.unanswered().with_people()[:most]) if waiting else []
    answered = list(under.answered().with_people()[:most]) if counts["answered"] else []
    shown = [question.pk for question in (*unanswered, *answered)]
    return {
        "post": post,
        "form": form or QuestionForm(),
        "unanswered": unanswered,
        "answered": answered,
        "waiting": waiting,
        "hidden": counts["all"] - len(shown),
        "mine": _voted_for(request.user, shown),
        "may_ask": policy.allows(request.user, "question.ask", post),
        "may_answer": bool(counts["all"]) and policy.allows(request.user, "question.answer", post),
    }


def _voted_for(viewer: Any, questions: list[int]) -> list[int]:
    """The fragments are the same for everybody, so this comes beside them, once a page."""
    if not questions:
        return []
    votes = QuestionVote.objects.filter(person=viewer, question__in=questions)
    return list(votes.order_by("question").values_list("question", flat=True))
