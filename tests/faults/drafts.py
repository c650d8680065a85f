"""One draft while many press: `python -m tests.faults.drafts`.

Fifty people make an FAQ of the same question at the same moment, and whoever answers for its section publishes it in as
many windows at once, in the folder of `TRELLIS_DATA`. Prints what came of it as JSON.
"""

import json
from contextlib import suppress

import django

from .reactions import PEOPLE, at_once


def main() -> None:
    django.setup()
    from intranet.notifications.models import Notice
    from intranet.writing.models import Stale
    from microblog.actions import questions
    from microblog.models import Documented, Drafted
    from tests.factories import AnswerFactory, PersonFactory, QuestionFactory, SectionFactory
    from wiki.actions import drafting
    from wiki.models import Article, Origin
    from wiki.proposing import Proposal

    people = [PersonFactory(password="!") for _ in range(PEOPLE)]
    keeper = PersonFactory(password="!")
    question, section = QuestionFactory(), SectionFactory(owner=keeper, publishers=[keeper])
    questions.accept(by=question.author, answer=AnswerFactory(root=question))
    proposal = Proposal(section, "because of nothing", owner=keeper, topic=None, audience=None)
    found = set()

    def press(number: int) -> None:
        found.add(drafting.draft(by=people[number], question=question, proposal=proposal).pk)

    failures = at_once(press)
    [draft] = Article.objects.filter(pk__in=found)
    account = {
        "drafts": Article.objects.filter(title__endswith="?").count(),
        "origins": Origin.objects.count(),
        "drafted": Drafted.objects.count(),
        "proposed": Notice.objects.filter(kind="faq.proposed", to=keeper).count(),
    }

    def publish(number: int) -> None:
        with suppress(Stale):
            drafting.publish(by=keeper, article=draft, base=draft.head)

    failures += at_once(publish)
    account |= {
        "documented": Documented.objects.count(),
        "out": Article.objects.filter(title__endswith="?", live=True).count(),
        "told": Notice.objects.filter(kind="question.documented", to=question.author).count(),
        "failures": failures,
    }
    print(json.dumps(account))


if __name__ == "__main__":
    main()
