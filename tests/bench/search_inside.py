"""The part of the bench of the search that runs in a process which knows the house: the engine without pages.

`python -m tests.bench.search_inside` prints a line of JSON: figures, and in ``asked`` what was asked.
"""

import json
import os
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django

from tests.bench import search_peers as peers
from tests.bench.search import WHO
from tests.bench.timing import once, seconds, spread

QUERIES = 300
CLOSED, MINE, MOVED = 50, 12, 5  # closed teams, those of the searcher, and each so many threads is moved into one
ASKING = 4  # each so many threads is a question


def main() -> None:
    from intranet.people.models import User
    from search import asking, drain, engines, facets, query, suggest
    from search.models import Document

    viewer = move_into_closed_teams()
    waiting = Document.objects.waiting().count()
    drain_rate = waiting / seconds(drain.drain_all)
    rebuild = seconds(drain.build)
    texts = dict(Document.objects.standing().filter(kind="update").values_list("pk", "text"))
    asked = drawn(list(texts.values()))

    def search(words: str) -> Any:
        return asking.ask(query.read(words), User.objects.get(pk=viewer.pk))

    ours = once(search, asked)
    offered = once(lambda words: suggest.suggest(words[:4], User.objects.get(pk=viewer.pk)), asked)
    counted = once(lambda words: facets.count(query.read(words), User.objects.get(pk=viewer.pk)), asked)
    row = {
        "bench": "search",
        "docs": Document.objects.standing().count(),
        **spread("", ours),
        **spread("suggest_", offered),
        **spread("facets_", counted),
        "index_per_s": round(drain_rate),
        "rebuild_s": round(rebuild, 1),
        "index_mb": round(size(Path(engines.backend(engines.WHOOSH).path)) / 1e6),
        **spread("fts5_", once(peers.fts5(texts, Path(os.environ["TRELLIS_DATA"]) / "fts5.sqlite3"), asked)),
        **spread("tantivy_", once(peers.tantivy(texts), asked)),
        "queries": len(asked),
        "asked": asked,
    }
    print(json.dumps(row))


def move_into_closed_teams() -> Any:
    """Every fifth thread is said in a closed team, and the searcher is in some of them."""
    from intranet.people.actions import teams
    from intranet.people.models import User
    from microblog.models import Question, Update, UpdateAudience
    from search import documents

    viewer = User.objects.get(username=WHO)
    lead = User.objects.exclude(pk=viewer.pk).filter(is_active=True).order_by("pk")[0]
    closed = [teams.create(by=lead, name=f"Closed {number}", is_closed=True) for number in range(CLOSED)]
    for team in closed[:MINE]:
        teams.add_member(by=lead, team=team, person=viewer)
    moved = list(Update.objects.first_ones().order_by("pk").values_list("pk", flat=True)[::MOVED])
    for place, team in enumerate(closed):
        UpdateAudience.objects.filter(update__in=moved[place::CLOSED], team=None).update(team=team)
    asking = Update.objects.first_ones().filter(question=None, card={}).order_by("pk")[::ASKING]
    Question.objects.bulk_create(Question(update=update, by=update.author) for update in asking)
    documents.gather("update")
    return viewer


def drawn(texts: Sequence[str]) -> list[str]:
    """One to three words that stand together somewhere."""
    dice = random.Random(7)
    asked: list[str] = []
    while len(asked) < QUERIES:
        words = [word for word in dice.choice(texts).split() if word.isalpha() and len(word) > 2]
        if len(words) > 3:
            start = dice.randrange(len(words) - 3)
            asked.append(" ".join(words[start : start + dice.randint(1, 3)]))
    return asked


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    django.setup()
    main()
