"""How fast the pages are, in both shapes, beside a bare view: `python -m tests.bench.pages [--updates FILE.csv]`.

Per page, signed in: median and p95 one request at a time, requests a second with 8 clients, number of queries with
cold and warm fragments, size of the HTML as sent and compressed.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.bench import asking, handbook, history, stage

WHO = "maya"
WARM_UP = 30  # requests, so that each worker has drawn every card
PROCESSES, THREADS = 2, 4  # together the 8 clients
GATHERING = 3.0  # seconds until all of them are there


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--updates", type=Path, help="a CSV of updates to import (default: 24,000 made-up ones)")
    parser.add_argument("--requests", type=int, default=200, help="one at a time, per page (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=5, help="with 8 clients, per page (default: %(default)s)")
    parser.add_argument("--shapes", nargs="+", choices=["gunicorn", "daphne"], default=["gunicorn", "daphne"])
    parser.add_argument("--only", nargs="+", default=[], help="these pages, besides the bare one")
    options = parser.parse_args()

    busy = os.getloadavg()
    with stage.data_folder() as data:
        env = stage.environment(data)
        paths, queries = prepare(env, options.updates)
        paths = {page: path for page, path in paths.items() if page in {"bare", *(options.only or paths)}}
        rows = []
        for shape in options.shapes:
            rows += measure(shape, env, paths, queries, options.requests, options.seconds)
    print(table(rows))
    print(f"Load of the machine: {busy[0]:.1f} before, {os.getloadavg()[0]:.1f} after; {os.cpu_count()} processors.")
    kept = ("shape", "page", "p50_ms", "p95_ms", "queries", "queries_cold", "bare_ratio", "rps8", "kb", "kb_compressed")
    print("RESULT", json.dumps({"rows": [{name: row[name] for name in kept} for row in rows]}))


def prepare(env: dict[str, str], file: Path | None) -> tuple[dict[str, str], dict[str, list[int]]]:
    """Fill the data folder; the address of each page, and its number of queries (cold, warm)."""
    print(
        "Preparing the demo company, its history, 500 rich updates, 2,000 articles, 1,000 posts and 400 questions …",
        flush=True,
    )
    stage.manage(env, "setup", "--demo")
    if file is None:
        file = Path(env["TRELLIS_DATA"]) / "made-up.csv"
        history.write_csv(file, 24_000)
    print(stage.manage(env, "import_updates", file, "--network", "bench").splitlines()[-1], flush=True)
    # In a process of its own, whose environment Django reads.
    code = "from tests.bench import pages; pages.fill_and_count()"
    done = subprocess.run([sys.executable, "-c", code], env=env, cwd=stage.ROOT, check=True, stdout=subprocess.PIPE)
    facts = json.loads(done.stdout.splitlines()[-1])
    return facts["paths"], facts["queries"]


def fill_and_count() -> None:
    """Runs where Django is configured: adds rich updates, wiki and blogs, chooses the pages, counts their queries."""
    import django

    django.setup()
    from django.core.cache import caches
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from intranet.people.models import Team, User
    from microblog.models import Update
    from tests.bench import blogging

    history.post_rich_updates()
    longest = Update.objects.order_by("-reply_count").first()
    assert longest and longest.reply_count >= 77
    team = Team.objects.get(name="Customer care")
    paths = {
        "bare": "/bare/", "home": "/", "company": "/company/", "following": "/following/",
        "team": f"/teams/{team.pk}/", "person": "/people/ines/", "tag": "/tags/returns/",
        "thread": f"/updates/{longest.pk}/", "directory": "/people/",
        **handbook.write(), **blogging.write(lambda text: print(text, file=sys.stderr, flush=True)),
        **asking.write(WHO),
    }  # fmt: skip
    browser = Client(headers={"host": "localhost"})
    browser.force_login(User.objects.get(username=WHO))
    queries = {}
    for page, path in paths.items():
        counts = []
        caches["fragments"].clear()
        for _ in ("cold", "warm"):
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(path).status_code == 200, path
            counts.append(len(asked))
        queries[page] = counts
    print(json.dumps({"paths": paths, "queries": queries}))


def measure(
    shape: str, env: dict[str, str], paths: dict[str, str], queries: dict[str, list[int]], requests: int, seconds: float
) -> list[dict[str, Any]]:
    port = stage.free_port()
    rows: list[dict[str, Any]] = []
    with stage.Server(getattr(stage, shape)(port), env, port):
        visitor = stage.Visitor(port).sign_in(WHO)
        for page, path in paths.items():
            print(f"{shape}: {page} …", flush=True)
            took, beside, answer = one_at_a_time(visitor, path, paths["bare"], requests)
            rows.append(
                {
                    "shape": shape,
                    "page": page,
                    "p50_ms": round(stage.percentile(took, 0.5), 2),
                    "p95_ms": round(stage.percentile(took, 0.95), 2),
                    "bare_ratio": round(stage.percentile(took, 0.5) / stage.percentile(beside, 0.5), 2),
                    "queries_cold": queries[page][0],
                    "queries": queries[page][1],
                    "rps8": round(with_eight(port, visitor.cookies, path, seconds)),
                    **weight(answer),
                }
            )
    return rows


def one_at_a_time(
    visitor: stage.Visitor, path: str, bare: str, requests: int
) -> tuple[list[float], list[float], stage.Answer]:
    """Milliseconds of each request, those of the bare page asked in turn with it, and the last answer."""
    took: dict[str, list[float]] = {"bare": [], "page": []}
    for number in range(WARM_UP + requests):
        for name, address in (("bare", bare), ("page", path)):
            began = time.perf_counter()
            answer = visitor.get(address, **{"Accept-Encoding": "gzip"})
            if number >= WARM_UP:
                took[name].append((time.perf_counter() - began) * 1000)
            assert answer.status == 200, (address, answer.status)
    return took["page"], took["bare"], answer


def with_eight(port: int, cookies: stage.Cookies, path: str, seconds: float) -> float:
    """Answers a second to 8 clients, each of which asks again as soon as it has its answer."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        at = time.time() + GATHERING
        parts = [pool.submit(ask_until, port, cookies, path, at, at + seconds) for _ in range(PROCESSES)]
        return sum(part.result() for part in parts) / seconds


def ask_until(port: int, cookies: stage.Cookies, path: str, begin: float, until: float) -> int:
    """One client process: how many answers its threads had from `begin` to `until` (seconds since 1970)."""
    assert time.time() < begin, "The clients took longer than GATHERING to start, and would be counted too few."
    done = [0] * THREADS

    question = stage.question(path, cookies, {"Accept-Encoding": "gzip"})

    def ask(place: int) -> None:
        time.sleep(max(0, begin - time.time()))
        while time.time() < until:
            assert stage.answered(port, question), path
            done[place] += 1

    threads = [threading.Thread(target=ask, args=[place]) for place in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done)


def weight(answer: stage.Answer) -> dict[str, Any]:
    """Kilobytes of the HTML: as it is, as it was sent, and as gzip would send it."""
    sent = answer.headers.get("Content-Encoding", "")
    whole = gzip.decompress(answer.body) if sent == "gzip" else answer.body
    size = len(answer.body) if sent else len(gzip.compress(whole, 6))
    return {"kb": round(len(whole) / 1000, 1), "kb_compressed": round(size / 1000, 1), "encoding": sent or "none"}


def table(rows: list[dict[str, Any]]) -> str:
    lines = [
        f"{'shape':9} {'page':10} {'p50 ms':>7} {'p95 ms':>7} {'x bare':>6} {'req/s 8':>7} {'queries':>7} {'cold':>4} "
        f"{'KB':>6} {'KB gz':>6}  sent as"
    ]
    lines += [
        f"{row['shape']:9} {row['page']:10} {row['p50_ms']:7.2f} {row['p95_ms']:7.2f} {row['bare_ratio']:6.2f} "
        f"{row['rps8']:7} {row['queries']:7} {row['queries_cold']:4} {row['kb']:6.1f} {row['kb_compressed']:6.1f}  "
        f"{row['encoding']}"
        for row in rows
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
