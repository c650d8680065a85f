"""Made-up history: a CSV of short messages for the import, and rich updates on top of it. The same on every run."""

import csv
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

TALK = """
the parcel is late again and nobody knows why we could ask them to send a new label before noon please check order
returns desk blanket invoice customer warehouse gate server checkout index deploy branch meeting minutes agenda
coffee supplier wool size stock count shelf scanner printer contract holiday form travel budget plan thanks sure
maybe tomorrow yesterday monday friday done works fails slow fast fixed broken open closed good
"""
WORDS = TALK.split()
LONG_THREAD = 120  # replies of the longest thread
TAGS = ["returns", "billing", "incident", "lunch", "security", "finance"]
CODE = """```sql
SELECT id, total FROM orders
WHERE customer_id = 42 AND closed_at IS NULL -- still open
ORDER BY id;
```"""


def write_csv(file: Path, updates: int, authors: int = 2700) -> None:
    """A chat of `updates` messages, three in five of them replies, by authors of whom a few say most."""
    dice = random.Random(2004)
    names = [f"{dice.choice(WORDS).title()}{dice.choice(WORDS)}{number}" for number in range(authors)]
    weights = [1 / (rank + 3) for rank in range(authors)]
    began = datetime(2019, 1, 1, tzinfo=UTC)
    with file.open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream)
        table.writerow(["id", "author", "posted_at", "reply_to", "text"])
        for number, author in enumerate(dice.choices(names, weights, k=updates), start=1):
            at = began + timedelta(minutes=90 * number + dice.randrange(60))
            table.writerow([number, author, at.isoformat(), _answered(number, dice), sentence(dice)])


def _answered(number: int, dice: random.Random) -> int | str:
    if 1000 < number <= 1000 + LONG_THREAD:
        return 1000
    return max(1, number - dice.randrange(1, 9)) if number > 1 and dice.random() < 0.6 else ""


def sentence(dice: random.Random) -> str:
    return " ".join(dice.choices(WORDS, k=dice.randrange(4, 18)))


def post_rich_updates(firsts: int = 300, replies: int = 200) -> None:
    """The newest updates are rich ones by the demo company: Markdown, code, tags, mentions, teams, replies."""
    from intranet.people.models import User
    from microblog.actions import updates
    from microblog.models import OneTimeKey

    dice = random.Random(2026)
    people = list(User.objects.here().order_by("pk"))
    for number in range(firsts):
        by = dice.choice(people)
        teams = list(by.memberships.order_by("team")[:1]) if number % 4 == 0 else []
        first = updates.post(
            by=by, text=rich(number, dice), teams=[each.team for each in teams], key=f"bench-first-{number}"
        )
        for place in range(number * replies // firsts, (number + 1) * replies // firsts + number % 3):
            if first:
                text = f"@{by.username} {sentence(dice)}. **{dice.choice(WORDS)}**!"
                updates.reply(by=dice.choice(people), to=first, text=text, key=f"bench-reply-{number}-{place}")
    OneTimeKey.objects.filter(key__startswith="bench-").delete()


def rich(number: int, dice: random.Random) -> str:
    """A text as people write them: a paragraph with emphasis, a tag, a mention; at times a list, a quote, code."""
    names = ["maya", "tom", "ines", "olu", "jun", "luis"]
    parts = [
        f"**{sentence(dice).capitalize()}.** {sentence(dice)}, says @{dice.choice(names)}, and _{sentence(dice)}_. "
        f"More at https://example.com/notes/{number} #{dice.choice(TAGS)} #{dice.choice(TAGS)}"
    ]
    if number % 3 == 0:
        parts.append("\n".join(f"- {sentence(dice)}" for _ in range(3)))
    if number % 4 == 1:
        parts.append(CODE)
    if number % 5 == 2:
        parts.append(f"> {sentence(dice)}")
    return "\n\n".join(parts)
