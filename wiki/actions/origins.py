"""A question is answered for good as long as the article that was made of it stands."""

from django.db import transaction
from django.db.models import Q

from intranet.people.models import User
from intranet.writing.models import LongText
from microblog.actions import lasting, questions, turns
from microblog.models import Documented, Update
from wiki.models import Origin


def hold(number: int) -> None:
    """Until the transaction ends nobody else changes the page of this number, nor before it what it was made of."""
    made_of = Q(question__documented__page=number) | Q(question__drafted__page=number)
    questions = Update.objects.filter(made_of).values_list("pk", flat=True)
    turns.wait_for(*questions)
    list(LongText.objects.select_for_update().filter(pk=number).values_list("pk"))


@transaction.atomic
def stands(*, by: User | None, page: LongText) -> None:
    """The page is out: the question that it was made of, if it was, is answered for good. Once is enough."""
    origin = Origin.objects.select_related("question", "by").filter(article=page.pk).first()
    if origin is None:
        return
    if origin.question and not Documented.objects.filter(page=page.pk, question=origin.question.pk).exists():
        try:
            questions.mark_documented(by=by or origin.by, question=origin.question, page=page)
        except questions.Gone:  # it was taken back, or asks nothing any more; the article stands for itself
            lasting.forget_draft(by=by, page=page)


@transaction.atomic
def falls(*, by: User | None, page: LongText) -> None:
    """The page is out no more, or will not be: it answers nothing for good."""
    lasting.forget_draft(by=by, page=page)
    questions.mark_undocumented(by=by, page=page)
