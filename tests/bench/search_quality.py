"""How good the first results are: `python -m tests.bench.search_quality --docs D.jsonl --queries Q.jsonl`.

Documents are lines of ``{"id", "title", "text"}``, queries lines of ``{"id", "text", "relevant": [ids]}``. They go the
product's own way, in a database of their own: documents are touched, drained into the engine, and asked for as the
page of results asks, by somebody who is in no closed team. Relevance is binary:

``mrr10``   one divided by the place of the first relevant hit among ten, 0 when there is none; the mean
``ndcg10``  gain of the first ten places, discounted by the logarithm of the place, beside the best possible
``hit5``    the share of queries with a relevant hit among the first five
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.bench import stage

ENGINES = {"whoosh": "whoosh://", "database": "database://"}
BATCH = 500  # documents stored at once


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--engine", choices=ENGINES, nargs="+", default=list(ENGINES), help="default: all")
    parser.add_argument("--misses", action="store_true", help="also name the queries without a relevant hit in ten")
    options = parser.parse_args()
    if os.environ.get("DJANGO_SETTINGS_MODULE") == "tests.bench.library_settings":
        measure(options.engine[0], options.docs, options.queries, options.misses)
        return
    for engine in options.engine:
        with stage.data_folder() as data:
            env = stage.environment(data, "tests.bench.library_settings", TRELLIS_SEARCH_URL=ENGINES[engine])
            stage.manage(env, "migrate", "--run-syncdb", "-v", "0")
            # In a process of its own, whose environment Django reads.
            words = ["--docs", str(options.docs.absolute()), "--queries", str(options.queries.absolute())]
            words += ["--engine", engine, *(["--misses"] if options.misses else [])]
            command = [sys.executable, "-m", "tests.bench.search_quality", *words]
            subprocess.run(command, env=env, cwd=stage.ROOT, check=True)


def measure(engine: str, docs: Path, queries: Path, misses: bool) -> None:
    """Store, drain and ask; prints the result as one line."""
    import django

    django.setup()
    from intranet.people.models import User
    from search import asking, query

    keys = store(docs)
    viewer = User.objects.create(username="reader", name="Reader")
    asked = [json.loads(line) for line in queries.read_text(encoding="utf-8").splitlines() if line.strip()]
    places, took = [], []
    for each in asked:
        began = time.perf_counter()
        try:
            hits = asking.ask(query.read(each["text"]), viewer).hits
        except query.TooLong:
            hits = asking.ask(query.read(" ".join(each["text"].split()[: query.MOST])[: query.LONGEST]), viewer).hits
        took.append((time.perf_counter() - began) * 1000)
        found = [keys[hit.document.number] for hit in hits[:10]]
        relevant = {str(key) for key in each["relevant"]}
        if not relevant:
            continue  # nothing can be said of how good an answer is
        places.append(([place for place, key in enumerate(found, start=1) if key in relevant], len(relevant)))
        if misses and not places[-1][0]:
            print(f"  nothing for {each['id']}: {each['text']!r} gave {found[:3]}")
    row = {"bench": "search_quality", "engine": engine, "docs": len(keys), "queries": len(asked), **scores(places)}
    row |= {"p50_ms": round(statistics.median(took), 2), "p95_ms": round(sorted(took)[int(len(took) * 0.95)], 2)}
    print("RESULT", json.dumps(row), flush=True)


def store(docs: Path) -> dict[int, str]:
    """Every document of the file is in the engine; its key by its number."""
    from search import documents, drain
    from tests.bench.library.models import Page

    lines = [json.loads(line) for line in docs.read_text(encoding="utf-8").splitlines() if line.strip()]
    pages = [Page(key=str(line["id"]), title=line["title"][:300], text=line["text"]) for line in lines]
    Page.objects.bulk_create(pages, batch_size=BATCH)
    documents.gather("page")
    drain.drain_all()
    return dict(Page.objects.values_list("pk", "key"))


def scores(places: list[tuple[list[int], int]]) -> dict[str, Any]:
    """Means over the queries; each is the places of its relevant hits among ten, and how many are relevant at all."""
    return {
        "mrr10": round(statistics.mean(1 / found[0] if found else 0 for found, _ in places), 3),
        "ndcg10": round(
            statistics.mean(_gain(found) / _gain(range(1, min(10, most) + 1)) for found, most in places), 3
        ),
        "hit5": round(statistics.mean(bool(found and found[0] <= 5) for found, _ in places), 3),
    }


def _gain(places: Any) -> float:
    return sum(1 / math.log2(place + 1) for place in places)


if __name__ == "__main__":
    main()
