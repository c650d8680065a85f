"""The questions under a post, as its readers see them."""

from typing import Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.template.loader import get_template
from django.utils.safestring import SafeString

from intranet.people.eyes import Eyes
from intranet.people.keeping import kept_each
from intranet.people.requests import Request

from .models import PostQuestion, QuestionVote
from .question_forms import QuestionForm

FEW, MANY = 20, 200  # of each kind: under the post, and on the page of its questions
QUESTION = "blogs/_question.html"


def questions_of(
    request: Request, post: int, *, may_answer: bool, form: QuestionForm | None = None, most: int = FEW
) -> dict[str, Any]:
    """What `blogs/_questions.html` shows of the post of this number, which is out. A `form` is one that comes back."""
    rows = _shown(request.user, post, most)
    drawn = kept_each("question", Eyes(), {row.pk: (row.pk, row.version) for row in rows}, _draw)
    counts = {row.is_answered: row.of_this_kind for row in rows}
    return {
        "post": post,
        "form": form or QuestionForm(),
        "unanswered": [drawn[row.pk] for row in rows if row.pk in drawn and not row.is_answered],
        "answered": [drawn[row.pk] for row in rows if row.pk in drawn and row.is_answered],
        "waiting": counts.get(False, 0),
        "hidden": sum(counts.values()) - len(rows),
        "mine": sorted(row.pk for row in rows if row.is_mine),  # the fragments are the same for everybody
        "may_answer": bool(rows) and may_answer,
    }


def _shown(viewer: Any, post: int, most: int) -> list[Any]:
    """The first `most` of each kind, with how many there are and whether the viewer voted for it, in one question."""
    is_answered = ExpressionWrapper(Q(answered_at__isnull=False), output_field=BooleanField())
    # The order of `answered` and `unanswered` in one: what is not answered has no time of its answer.
    order = [F("answered_at").desc(), F("vote_count").desc(), F("asked_at").asc(), F("pk").asc()]
    votes = QuestionVote.objects.filter(question=OuterRef("pk"), person=viewer)
    rows: Any = (
        PostQuestion.objects.visible_to(viewer)
        .filter(post=post)
        .annotate(is_answered=is_answered, is_mine=Exists(votes))
        .annotate(
            place=Window(RowNumber(), partition_by=["is_answered"], order_by=order),
            of_this_kind=Window(Count("pk"), partition_by=["is_answered"]),
        )
        .filter(place__lte=most)
        .order_by("place")
    )
    return list(rows.values_list("pk", "version", "is_answered", "is_mine", "of_this_kind", named=True))


def _draw(numbers: list[int]) -> dict[int, SafeString]:
    template = get_template(QUESTION)
    found = PostQuestion.objects.with_people().filter(pk__in=numbers)
    return {question.pk: template.render({"question": question}) for question in found}
