"""How fast: ``python -m tests.search.backend.speed [--documents 100000] [--part batches|commits|rebuild|search]``.

Searches are timed in a process of their own, which has not written the index, with a viewer of 12 of 50 audiences.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"{__package__}.settings")
os.environ.setdefault("BACKEND_TESTS_DATA", tempfile.gettempdir())
django.setup()

from modelsearch.query import MATCH_ALL, Fuzzy, Phrase  # noqa: E402

from search.backends.whoosh import SearchBackend  # noqa: E402
from search.backends.whoosh.rebuilding import Rebuilder  # noqa: E402

from .generated import AUDIENCES, Words, papers  # noqa: E402
from .papers.models import Paper  # noqa: E402

BATCH = 1000
FACETS = ["kind", "team", "author", "topics", "audiences"]
VIEWERS = 20
TARGETS = {"and, 1 to 3 words": 40, "or, 1 to 3 words": 80, "five facets": 150, "autocomplete": 8}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.search.backend.speed")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--part", choices=["batches", "commits", "rebuild", "search"])
    parser.add_argument("--folder", type=Path, help="keep the index here, so that parts can be run one by one")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = asked.folder or Path(made)
        for part in [asked.part] if asked.part else ["batches", "commits", "search", "rebuild"]:
            if part == "search" and not asked.part:
                more = ["--documents", str(asked.documents), "--part", "search", "--folder", str(folder)]
                subprocess.run([sys.executable, "-m", f"{__package__}.speed", *more], check=True)
            else:
                PARTS[part](folder, asked.documents)


def batches(folder: Path, documents: int) -> None:
    """All documents in commits of a thousand."""
    words, index = Words(), index_in(folder)
    index.reset()
    spent, slowest = 0.0, 0.0
    for first in range(1, documents + 1, BATCH):
        batch = list(papers(words, first, min(BATCH, documents + 1 - first)))
        took = timed(lambda batch=batch: index.write(Paper, add=batch))
        spent, slowest = spent + took, max(slowest, took)
    told("commits of 1,000", f"{documents / spent:,.0f} documents/s", f"slowest {slowest:.2f} s")
    told("index on the disk", f"{size_of(index.store.current()) / 1e6:.0f} MB", f"{segments(folder)} segments")


def commits(folder: Path, documents: int) -> None:
    """One document at a time on top of all."""
    words, index = Words(seed=5), index_in(folder)
    single = list(papers(words, documents + 1, 201))
    index.write(Paper, add=single[:1])  # opens the index
    took = sorted(timed(lambda each=each: index.write(Paper, add=[each])) * 1000 for each in single[1:])
    told("commits of one", *figures(took), f"slowest {took[-1]:.0f} ms")
    changed = list(papers(words, 1, 50))
    took = [timed(lambda each=each: index.write(Paper, add=[each])) * 1000 for each in changed]
    told("changes of one", *figures(took))
    took = [timed(index.tidy)]
    told("tidy", f"{took[0]:.1f} s", f"{segments(folder)} segments")


def rebuild(folder: Path, documents: int) -> None:
    """The next generation beside, as the rebuild command does it."""
    words, index = Words(), index_in(folder)
    rebuilder = Rebuilder(index)
    spent = 0.0
    growing = rebuilder.start()
    for first in range(1, documents + 1, BATCH):
        batch = list(papers(words, first, min(BATCH, documents + 1 - first)))
        spent += timed(lambda batch=batch: growing.add_items(Paper, batch))
    spent += timed(rebuilder.finish)
    told("rebuild", f"{documents / spent:,.0f} documents/s", f"{spent:.0f} s, memory {memory():.0f} MB")


def search(folder: Path, documents: int) -> None:
    backend = SearchBackend({"PATH": folder})
    dice = random.Random(3)
    words = Words()
    said = list(papers(words, 1, 2000))
    viewers = [frozenset(dice.sample(range(AUDIENCES), 12)) for _ in range(VIEWERS)]

    def words_of_one(number: int) -> str:
        """Words that stand together in a text, little ones not counted as any."""
        among = [word for word in dice.choice(said).text.split() if words.all.index(word) > 127]
        return " ".join(dice.sample(among, number))

    def viewed(results):
        return results.within("audiences", dice.choice(viewers))

    before = memory()
    told(
        "first search of a process", f"{timed(lambda: viewed(backend.search('report', Paper)).hits(20)) * 1000:.0f} ms"
    )
    asked = [words_of_one(1 + number % 3) for number in range(300)]
    found: list[int] = []

    def ask(text: str, operator: str) -> None:
        results = viewed(backend.search(text, Paper, operator=operator))
        results.hits(20)
        found.append(results.count())

    measured("and, 1 to 3 words", asked, lambda text: ask(text, "and"), found)
    measured("or, 1 to 3 words", asked, lambda text: ask(text, "or"), found)
    measured("or, 8 words", [words_of_one(8) for _ in range(60)], lambda text: ask(text, "or"), found)
    measured("again: and, 1 to 3 words", asked, lambda text: ask(text, "and"), found)
    phrases = [" ".join(dice.choice(said).text.split()[5:7]) for _ in range(100)]
    measured(
        "phrase of 2 words",
        phrases,
        lambda text: found.append(viewed(backend.search(Phrase(text), Paper)).count()),
        found,
    )
    typos = [word[:2] + word[3:] for word in (words_of_one(1) for _ in range(100)) if len(word) > 5]
    measured(
        "a word with a typo",
        typos,
        lambda text: found.append(viewed(backend.search(Fuzzy(text), Paper)).count()),
        found,
    )
    newest = Paper.objects.filter(kind="update", written__year=2025).order_by("-written")
    measured(
        "filtered, newest first",
        asked[:100],
        lambda text: found.append(len(viewed(backend.search(text, newest, order_by_relevance=False)).hits(20))),
        found,
    )

    def facets(query) -> None:
        results = viewed(backend.search(query, Paper, operator="or"))
        for name in FACETS:
            results.facet(name)
        found.append(results.count())

    measured("five facets", asked, facets, found)
    measured("five facets of everything", [MATCH_ALL] * 40, facets, found)
    titles = [word for paper in said[:300] for word in paper.title.lower().split()]
    typed = [word[: dice.randrange(1, len(word) + 1)] for word in dice.sample(titles, 300)]
    measured(
        "autocomplete", typed, lambda text: found.append(len(viewed(backend.autocomplete(text, Paper)).hits(8))), found
    )
    told("memory of a searching process", f"{memory():.0f} MB", f"{before:.0f} MB before")


PARTS = {"batches": batches, "commits": commits, "rebuild": rebuild, "search": search}


def index_in(folder: Path):
    return SearchBackend({"PATH": folder}).get_index_for_model(Paper)


def segments(folder: Path) -> int:
    return len({path.name.split(".")[0] for path in index_in(folder).store.current().glob("MAIN_*")})


def measured(name: str, questions: Iterable, ask: Callable, found: list[int]) -> None:
    found.clear()
    took = [timed(lambda question=question: ask(question)) * 1000 for question in questions]
    target = f"p95 wanted: {TARGETS[name]} ms" if name in TARGETS else ""
    told(name, *figures(took), f"finds {sorted(found)[len(found) // 2]:,}, at most {max(found):,}", target)


def figures(took: list[float]) -> list[str]:
    took = sorted(took)
    return [f"p50 {took[len(took) // 2]:.1f} ms", f"p95 {took[int(len(took) * 0.95)]:.1f} ms"]


def timed(work: Callable) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def told(name: str, *what: str) -> None:
    print(f"{name:32}" + "   ".join(f"{each:>16}" for each in what if each), flush=True)


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


if __name__ == "__main__":
    main()
