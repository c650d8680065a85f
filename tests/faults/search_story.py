"""What is said in the company before anything goes wrong, in made-up words that no stemmer knows."""

import csv
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from intranet.people.actions import teams
from intranet.people.models import Team, User
from microblog.actions import imports
from tests.support.search import say

CANARIES = ["zitronenfalterx", "quittengelox", "mirabellux"]  # said in the closed team alone
TEAM, TAG = "Zitronenkreisox", "zitronentagox"  # the closed team, and a tag that only it uses
OPEN_TAG = "zitronellax"  # begins like the secrets, and everybody may see it
BEGINNING = "zitron"
AUTHORS = 30
SECRETS = 12  # one of so many updates
_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprtv" for vowel in "auo"]


def word(number: int) -> str:
    """A word that stands for this number, and for no other; none is a mistake for another either."""
    return f"{''.join(random.Random(number).choices(_SYLLABLES, k=7))}x"


COMMON = [word(number) for number in range(40)]
TAGS = [word(number) for number in range(40, 46)]
FREE = 1_000  # words from here on are nobody's


def tell(updates: int, dice: random.Random, folder: Path) -> Team:
    """So many updates of the past, and some in a closed team. What they say is known to whoever counts."""
    imports.import_updates(file=_written(folder / "past.csv", updates, dice), network="faults")
    people = {person.username: person for person in User.objects.here()}
    noor, sam = people["noor"], people["sam"]
    team = teams.create(by=noor, name=TEAM, purpose=" ".join(CANARIES), is_closed=True)
    teams.add_member(by=noor, team=team, person=sam)
    for _ in range(max(6, updates // SECRETS)):
        words = [*_words(dice), *dice.sample(CANARIES, 2), *([f"#{TAG}"] if dice.random() < 0.3 else [])]
        say(dice.choice([noor, sam]), " ".join(words), team)
    say(people["tom"], f"{' '.join(_words(dice))} #{OPEN_TAG}")
    return team


def _written(file: Path, updates: int, dice: random.Random) -> Path:
    began = datetime(2024, 1, 1, tzinfo=UTC)
    with file.open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream)
        table.writerow(["id", "author", "posted_at", "reply_to", "text"])
        for number in range(1, updates + 1):
            reply_to = dice.randrange(max(1, number - 9), number) if number > 1 and dice.random() < 0.4 else ""
            at = began + timedelta(minutes=60 * number)
            author = f"author{word(dice.randrange(AUTHORS))}"
            table.writerow([number, author, at.isoformat(), reply_to, " ".join(_words(dice))])
    return file


def _words(dice: random.Random) -> Sequence[str]:
    tags = [f"#{dice.choice(TAGS)}"] if dice.random() < 0.2 else []
    return [*dice.sample(COMMON, dice.randrange(3, 9)), *tags]
