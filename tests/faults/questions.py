"""One claim, right counts and no double notice while many press: `python -m tests.faults.questions`.

Fifty people vote for an answer, claim the question and, as moderators, accept one of two answers at the same moment, in
the folder of `TRELLIS_DATA`. Prints what came of it as JSON.
"""

import json
from contextlib import suppress

import django

from .reactions import PEOPLE, at_once


def main() -> None:
    django.setup()
    from intranet.notifications.models import Notice
    from microblog.actions import questions
    from microblog.models import Acceptance, Claim, HelpfulAnswer, Update
    from tests.factories import AnswerFactory, PersonFactory, QuestionFactory

    people = [PersonFactory(password="!", role="moderator") for _ in range(PEOPLE)]
    waiting, answered = QuestionFactory(), QuestionFactory()
    answers = [AnswerFactory(root=answered) for _ in range(2)]

    def clicks(number: int) -> None:
        by = people[number]
        with suppress(questions.Taken):
            questions.claim(by=by, question=waiting)
        questions.find_helpful(by=by, answer=answers[0])
        if number % 5 == 0:
            questions.find_helpful(by=by, answer=answers[0])  # an impatient finger: changes nothing
            questions.find_unhelpful(by=by, answer=answers[0])
        questions.accept(by=by, answer=answers[number % 2])

    failures = at_once(clicks)
    accepted = Acceptance.objects.get(question=answered)
    told = Notice.objects.filter(kind="question.accepted", read_at=None)
    account = {
        "count": Update.objects.get(pk=answers[0].pk).helpful_count,
        "rows": HelpfulAnswer.objects.filter(answer=answers[0]).count(),
        "claims": Claim.objects.filter(question=waiting.pk).count(),
        "notices of claims": Notice.objects.filter(kind="question.claimed").count(),
        "notices of the accepted one": list(told.values_list("about", flat=True)) == [accepted.answer_id],
        "failures": failures,
    }
    print(json.dumps(account))


if __name__ == "__main__":
    main()
