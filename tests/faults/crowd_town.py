"""Whom the crowd is, and what came of it: `python -m tests.faults.crowd_town ROUNDS`, in the folder of `TRELLIS_DATA`.

Makes tables, people and questions, and prints the plan as JSON. Without an argument it reads the plan, has three
workers see to what was missed at the same moment, and prints as JSON what it counted and what is wrong.
"""

import json
import random
import string
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import django

from .crowd_plan import ANSWERING, DECIDING, PEOPLE, Plan, Round
from .live_prepare import sign_in
from .reactions import at_once

WORKERS = 3


def main() -> None:
    django.setup()
    if len(sys.argv) > 1:
        make_tables()
        print(plan(int(sys.argv[1])).to_json())
    else:
        account = Account(Plan.from_json(sys.stdin.read()))
        account.look()
        print(json.dumps({"counted": account.counted, "failures": account.failures}))


def make_tables() -> None:
    from django.core.management import call_command

    from search import engines

    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)
    engines.build()  # of nothing; the tables by which the database answers are made by migrations


def plan(rounds: int) -> Plan:
    """A company with people who are signed in, and so many rounds of questions."""
    from intranet.people.models import Company, Role, User
    from tests.factories import TopicFactory

    Company.objects.create(pk=1, name="Northwind")
    guests = sign_in(PEOPLE + 5)
    users = User.objects.in_bulk([guest.number for guest in guests])
    people, (asker, owner, *answerers) = guests[:PEOPLE], guests[PEOPLE:]
    User.objects.filter(pk__in=[guest.number for guest in people[: DECIDING // 2]]).update(role=Role.MODERATOR)
    User.objects.filter(pk=owner.number).update(role=Role.COMMUNICATIONS)
    topic = TopicFactory(experts=[users[guest.number] for guest in people[DECIDING // 2 : DECIDING]])
    by = [users[guest.number] for guest in answerers]
    return Plan(people, asker, answerers, owner, [_round(users[asker.number], by, topic) for _ in range(rounds)])


def _round(asker: Any, answerers: list[Any], topic: Any) -> Round:
    from tests.factories import AnswerFactory, QuestionFactory

    waits, raced, answered, *merged = (QuestionFactory(author=asker, topics=[topic]) for _ in range(6))
    answers = [AnswerFactory(root=answered, author=by).pk for by in answerers]
    words = "".join(random.choices(string.ascii_lowercase, k=12))
    return Round(waits.pk, raced.pk, tuple(answers), tuple(each.pk for each in merged), f"{words} leave")


@dataclass
class Account:
    """What the tables say, and where they contradict each other."""

    plan: Plan
    counted: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def look(self) -> None:
        self.nothing_is_told_twice()
        for each in self.plan.rounds:
            self.votes(each)
            self.claims(each)
            self.acceptance(each)
            self.merges(each)
        self.missed()

    def same(self, what: str, found: Any, wanted: Any) -> None:
        if found != wanted:
            if isinstance(found, Counter) and isinstance(wanted, Counter):
                found, wanted = found - wanted, wanted - found
            self.failures.append(f"{what}: {found} and not {wanted}")

    def nothing_is_told_twice(self) -> None:
        from intranet.notifications.models import Notice

        told = Counter(Notice.objects.values_list("to", "kind", "about", "by"))
        self.counted["notices"] = told.total()
        self.same("told twice", [each for each, times in told.items() if times > 1], [])

    def votes(self, each: Round) -> None:
        from microblog.models import HelpfulAnswer, Update

        answer = Update.objects.get(pk=each.answers[0])
        rows = HelpfulAnswer.objects.filter(answer=answer).count()
        self.counted["votes"] += rows
        self.same("votes", (answer.helpful_count, rows), (PEOPLE - PEOPLE // 5,) * 2)

    def claims(self, each: Round) -> None:
        """One who is on what waits; on what others answer meanwhile, one at the most."""
        from intranet.notifications.models import Notice
        from microblog.models import Claim, Question, Update

        for question, most in ((each.waits, 1), (each.raced, PEOPLE)):
            claims = Claim.objects.filter(question=question)
            claimed = [line for line in trail(question) if line[0] == "question.claimed"]
            self.counted["claims"] += len(claimed)
            self.same("claims in the trail", len(claimed), claims.count())
            self.same("too many claims", len(claimed) > most, False)
            told = Notice.objects.filter(kind="question.claimed", about=question).values_list("to", "by")
            running = claims.filter(ended_at=None).values_list("by", flat=True)
            self.same("told of a claim", list(told), [(self.plan.asker.number, by) for by in running])
        self.same("is on it", Claim.objects.filter(question=each.waits, ended_at=None).count(), 1)
        self.same("is answered", Question.objects.get(pk=each.raced).first_answered_at is not None, True)
        replied = {self.plan.people[number].number for number in ANSWERING}
        self.same(
            "replies",
            Counter(Update.objects.filter(root=each.raced).values_list("author", flat=True)),
            Counter(replied),
        )
        told_of = Notice.objects.filter(kind="question.answered", about=each.raced, to=self.plan.asker.number)
        self.same("told of answers", set(told_of.values_list("by", flat=True)), replied)

    def acceptance(self, each: Round) -> None:
        """The trail, read from its beginning, ends with what stands there; each line changed something."""
        from intranet.notifications.models import Notice
        from microblog.models import Acceptance, Update

        now: int | None = None
        question = Update.objects.get(pk=each.answers[0]).root_id
        for action, about in trail(question):
            before, now = now, about["answer"] if action == "question.accepted" else None
            self.counted["acceptances and what was taken back"] += 1
            self.same("an acceptance that changed nothing", now == before, False)
            self.same("took back another", now is None and before != about["answer"], False)
        rows = list(Acceptance.objects.filter(question=question).values_list("answer", "by"))
        self.same("accepted", [answer for answer, _ in rows], [now] if now else [])
        told = Notice.objects.filter(kind="question.accepted", about__in=each.answers)
        self.same("told of an acceptance", list(told.values_list("about", "by")), rows)

    def merges(self, each: Round) -> None:
        from microblog.models import Duplicate

        now: dict[int, int] = {}
        for question, action, about in trail_of(each.merged):
            before = dict(now)
            if action == "question.merged":
                now = {one: about["into"] if into == question else into for one, into in now.items()}
                now[question] = about["into"]
            else:
                now.pop(question, None)
            self.counted["merges and what was undone"] += 1
            self.same("a merge that changed nothing", now == before, False)
        found = dict(Duplicate.objects.filter(question__in=each.merged).values_list("question", "into"))
        self.same("merged", found, now)
        self.same("circles", sorted(found.keys() & set(found.values())), [])

    def missed(self) -> None:
        """One to see to for each round's words, whoever of several workers made it, and one who is told of it."""
        from intranet.notifications.models import Notice
        from search import keeping
        from search.models import Enquiry, MissedSearch, Wanted

        self.failures += at_once(lambda _: keeping.see_to_missed(), WORKERS)
        words = {each.words for each in self.plan.rounds}
        rows = Counter(MissedSearch.objects.values_list("words", "people", "owner"))
        self.counted["missed searches"] = rows.total()
        self.same("missed", rows, Counter((each, PEOPLE, self.plan.owner.number) for each in words))
        told = Notice.objects.filter(kind="search.missed").values_list("about", "to")
        tasks = MissedSearch.objects.values_list("pk", "owner")
        self.same("told of what is missed", Counter(told), Counter(tasks))
        asked = Counter(Enquiry.objects.values_list("words", "who"))
        self.same("searches", (len(asked), asked.total()), (PEOPLE * len(words),) * 2)
        waiting = Counter(Wanted.objects.values_list("person", "words"))
        self.same(
            "those who wait", waiting, Counter((each.number, text) for each in self.plan.people for text in words)
        )


def trail(question: int) -> list[tuple[str, dict[str, Any]]]:
    """What was done with one question, in its order: only who had it for themselves wrote a line."""
    return [(action, about) for _, action, about in trail_of([question])]


def trail_of(questions: Any) -> list[tuple[int, str, dict[str, Any]]]:
    from intranet.audit.models import Entry

    lines = Entry.objects.filter(about_kind="microblog.update", about_id__in=questions, action__startswith="question.")
    return list(lines.order_by("pk").values_list("about_id", "action", "details"))


if __name__ == "__main__":
    main()
