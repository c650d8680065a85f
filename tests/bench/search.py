"""How fast the search is, with rights on: `python -m tests.bench.search [--updates FILE.csv] [--documents N …]`.

The history of a company is imported and copied until there are enough documents; every fifth thread is moved into one
of fifty closed teams, and who searches is in twelve of them. Queries are one to three words that stand together in some
document. Beside it two peers search the same texts in the same run, without rights, highlights or pages: a bare table
of SQLite's FTS5 and tantivy, each asked for the twenty best with all words.

``findable`` is the time from a post through HTTP until the first search that finds it, with the worker of `make run`.
"""

import argparse
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.bench import history, stage

WHO = "maya"
QUERIES = 300
CLOSED, MINE, MOVED = 50, 12, 5  # closed teams, those of the searcher, and each so many threads is moved into one
FINDABLE = 10  # posts
COPIED = 24_000  # updates that are imported at once
#: What must hold, at any size or at one of them.
LIMITS = {
    ("page_p50_ms", 24_000): 13,
    ("page_suggest_p50_ms", 24_000): 8,
    ("p95_ms", 100_000): 60,
    ("facets_p95_ms", 100_000): 200,
    ("rebuild_s", 100_000): 120,
    "findable_s": 2,
    "index_per_s": "1000 at least",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--updates", type=Path, help="a CSV of updates to import (default: 24,000 made-up ones)")
    parser.add_argument("--documents", type=int, nargs="+", default=[24_000, 100_000], help="default: 24000 100000")
    parser.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        measure(options.inside)
        return
    busy = os.getloadavg()
    for documents in options.documents:
        with stage.data_folder() as data:
            env = stage.environment(data, TRELLIS_URL=f"http://{stage.HOST}:{(port := stage.free_port())}")
            prepare(env, options.updates, documents)
            command = [sys.executable, "-m", "tests.bench.search", "--inside", str(documents)]
            inside = subprocess.run(command, env=env, cwd=stage.ROOT, check=True, stdout=subprocess.PIPE, text=True)
            row = json.loads(inside.stdout.splitlines()[-1])
            asked = row.pop("asked")
            with stage.Server(stage.gunicorn(port), env, port):
                row |= over_http(port, asked)
            row["findable_s"] = round(findable(env, port), 2)
        print("\n".join(line(name, value, documents) for name, value in row.items()))
        print("RESULT", json.dumps(row), flush=True)
    print(f"Load of the machine: {busy[0]:.1f} before, {os.getloadavg()[0]:.1f} after; {os.cpu_count()} processors.")


def prepare(env: dict[str, str], file: Path | None, documents: int) -> None:
    """The demo company, and its history as often as it takes."""
    print(f"Preparing a company with {documents:,} updates …", flush=True)
    stage.manage(env, "setup", "--demo")
    if file is None:
        file = Path(env["TRELLIS_DATA"]) / "made-up.csv"
        history.write_csv(file, COPIED)
    for number in range(max(1, round(documents / COPIED))):
        print(stage.manage(env, "import_updates", file, "--network", f"bench{number}").splitlines()[-1], flush=True)


def over_http(port: int, asked: Sequence[str]) -> dict[str, float]:
    """Whole pages, signed in, one after the other: results, suggestions and facets."""
    visitor = stage.Visitor(port).sign_in(WHO)

    def page(address: str) -> Callable[[str], Any]:
        return lambda words: visitor.get(f"{address}?{urlencode({'q': words})}")

    return {
        **spread("page_", once(page("/search/"), asked)),
        **spread("page_suggest_", once(page("/search/suggestions/"), [words[:4] for words in asked])),
        **spread("page_facets_", once(page("/search/facets/"), asked)),
    }


def line(name: str, value: float | str, documents: int) -> str:
    """A figure beside its limit, if it has one at this size."""
    limit = LIMITS.get((name, documents), LIMITS.get(name))
    return f"  {name:22} {value!s:>10}" + (f"   limit {limit}" if limit is not None else "")


def findable(env: dict[str, str], port: int) -> float:
    """The median of seconds from a post until it is found, asked for fifty times a second."""
    worker = [sys.executable, str(stage.ROOT / "manage.py"), "worker"]
    took = []
    with stage.Server(stage.daphne(port), env, port), subprocess.Popen(worker, env=env) as process:
        try:
            visitor = stage.Visitor(port).sign_in(WHO)
            for number in range(FINDABLE):
                word = f"findable{random.Random(number).randrange(10**9)}"
                assert visitor.say(f"This one is {word}", by_htmx=True).status == 201
                began = time.monotonic()
                while f"<mark>{word}</mark>" not in visitor.get(f"/search/?q={word}").text:
                    assert time.monotonic() - began < stage.PATIENCE, "The worker does not tell the engine"
                    time.sleep(0.02)
                took.append(time.monotonic() - began)
        finally:
            process.terminate()
    return statistics.median(took)


# --- Inside a process that knows the house -------------------------------------------------------
def measure(wanted: int) -> None:
    import django

    django.setup()
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
        **spread("fts5_", once(fts5(texts), asked)),
        **spread("tantivy_", once(tantivy(texts), asked)),
        "queries": len(asked),
        "asked": asked,
    }
    print(json.dumps(row))


def move_into_closed_teams() -> Any:
    """Every fifth thread is said in a closed team, and the searcher is in some of them."""
    from intranet.people.actions import teams
    from intranet.people.models import User
    from microblog.models import Update, UpdateAudience
    from search import documents

    viewer = User.objects.get(username=WHO)
    lead = User.objects.exclude(pk=viewer.pk).filter(is_active=True).order_by("pk")[0]
    closed = [teams.create(by=lead, name=f"Closed {number}", is_closed=True) for number in range(CLOSED)]
    for team in closed[:MINE]:
        teams.add_member(by=lead, team=team, person=viewer)
    moved = list(Update.objects.first_ones().order_by("pk").values_list("pk", flat=True)[::MOVED])
    for place, team in enumerate(closed):
        UpdateAudience.objects.filter(update__in=moved[place::CLOSED], team=None).update(team=team)
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


def fts5(texts: dict[int, str]) -> Callable[[str], Any]:
    database = sqlite3.connect(Path(os.environ["TRELLIS_DATA"]) / "fts5.sqlite3")
    database.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize='porter unicode61')")
    database.executemany("INSERT INTO words(rowid, text) VALUES (?, ?)", texts.items())
    database.commit()
    select = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT 20"
    return lambda words: database.execute(select, [" ".join(f'"{word}"' for word in words.split())]).fetchall()


def tantivy(texts: dict[int, str]) -> Callable[[str], Any]:
    import tantivy as engine

    builder = engine.SchemaBuilder()
    builder.add_integer_field("number", stored=True)
    builder.add_text_field("text", stored=False, tokenizer_name="en_stem")
    index = engine.Index(builder.build())
    writer = index.writer()
    for number, text in texts.items():
        writer.add_document(engine.Document(number=number, text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    return lambda words: searcher.search(
        index.parse_query(" ".join(f"+{word}" for word in words.split()), ["text"]), 20
    )


def once(function: Callable[[str], Any], asked: Sequence[str]) -> list[float]:
    """The milliseconds of each question, ascending, after twenty to warm up."""
    for words in asked[:20]:
        function(words)
    return sorted(seconds(function, words) * 1000 for words in asked)


def spread(name: str, took: Sequence[float]) -> dict[str, float]:
    return {
        f"{name}p50_ms": round(statistics.median(took), 2),
        f"{name}p95_ms": round(took[int(len(took) * 0.95)], 2),
    }


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def seconds(function: Callable[..., Any], *args: Any) -> float:
    began = time.perf_counter()
    function(*args)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
