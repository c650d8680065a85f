"""What the people of the demo company have asked lately; see `microblog.demo`."""

from datetime import datetime, timedelta
from typing import Any

from intranet.people.models import Topic, User

from .actions import questions, updates
from .models import Question, Update

# minutes ago, who asks, topics, text, answers as (author, minutes later, text, helpful for), accepted (first words)
ASKED: list[tuple[int, str, str, str, list[tuple[str, int, str, str]], str]] = [
    (35, "theo", "IT", "The scanner at gate 2 says “no network” since the break. Do I restart it or do I wait?", [], ""),
    (145, "hanna", "Billing", "A supplier in Ghent wants a credit note instead of a refund. Who signs that?", [], ""),
    (330, "luis", "Travel", "Does anybody know whether we still get the reduced train fare to Lisbon?", [], ""),
    (380, "hanna", "IT", "Which network do visitors in Leeds use?", [
        ("olu", 8, "“Northwind guests”. The word for the day stands on the screen at the reception.", "luis maya"),
    ], "“Northwind guests”"),
    (410, "sam", "People", "How many days of leave may be taken into the new year?", [
        ("noor", 55, "Five, until the end of March. Tell me when it is more: we find a way.", "theo hanna"),
    ], ""),
    (1480, "jun", "Billing", "The shop shows prices without tax to companies in Norway. Is that right?", [
        ("tom", 12, "It is: they pay it at the border.", "ines"),
        ("ines", 26, "For orders under 3,000 NOK we collect it ourselves. The shop does that since June.", "tom maya sam"),
    ], "For orders under"),
    (2930, "tom", "Returns", "A customer sent back a blanket without the parcel note. Where does it go?", [
        ("maya", 9, "Yellow box. Hanna looks at them twice a week.", "luis theo"),
        ("luis", 31, "And write the name on it, please.", ""),
    ], "Yellow box"),
    (3010, "theo", "Returns", "Parcel without a note: which box?", [], ""),
    (5830, "maya", "Billing", "Up to how much may we refund without asking?", [
        ("ines", 14, "500 € for private accounts, 2,000 € for business accounts.", "tom theo luis"),
    ], "500 €"),
]  # fmt: skip
#: First words of a question, and of the earlier one that it repeats.
AGAIN = ("Parcel without a note", "A customer sent back")
CLAIMED = ("A supplier in Ghent", "ines")


def fill(people: dict[str, User], now: datetime) -> int:
    """How many were asked."""
    topics = {topic.name: topic for topic in Topic.objects.all()}
    for number, (ago, author, about, text, answers, accepted) in enumerate(reversed(ASKED)):
        said: dict[str, Any] = {"text": text, "key": f"demo-question-{number}", "asks_about": [topics[about]]}
        first = updates.post(by=people[author], **said)
        if first is None:
            continue
        begun = now - timedelta(minutes=ago)
        _date(first, begun)
        for place, (by, later, words, helped) in enumerate(answers):
            answer = updates.reply(by=people[by], to=first, text=words, key=f"demo-answer-{number}-{place}")
            if answer is None:
                continue
            _date(answer, begun + timedelta(minutes=later))
            for username in helped.split():
                questions.find_helpful(by=people[username], answer=answer)
            if accepted and words.startswith(accepted):
                questions.accept(by=people[author], answer=answer)
        if answers:
            at = begun + timedelta(minutes=answers[0][1])
            Question.objects.filter(pk=first.pk).update(first_answered_at=at)
    questions.merge(by=people["olu"], question=_called(AGAIN[0]), into=_called(AGAIN[1]))
    questions.claim(by=people[CLAIMED[1]], question=_called(CLAIMED[0]))
    return len(ASKED)


def _date(update: Update, at: datetime) -> None:
    Update.objects.filter(pk=update.pk).update(posted_at=at)
    Question.objects.filter(pk=update.pk).update(at=at)


def _called(words: str) -> Update:
    return Update.objects.get(text__startswith=words)
