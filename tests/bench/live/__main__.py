"""How soon the last of N open browsers hears of a post: `python -m tests.bench.live [--sizes 200 2000 10000]`.

One Daphne as in `make run` holds N sockets, each of a person and session of its own, who hear the company's feed and
what is for them alone. An update is posted through HTTP, as htmx does. Times run from the moment at which its event was
written, which is just before the commit, until the last byte of its frame was read; not from the answer of the post,
which often comes after the last browser was told. The answer stands beside it, and so does the time from before the
post was sent. Rounds are some seconds apart, when everybody has acknowledged the one before. With the largest N some
more rounds are played while somebody reads the home page all the time.

Then the same clients listen to two peers that send them the same frame: the `stock` consumer of Channels, and a `bare`
loop. Their times run from when they begin to send; they have nothing to commit, to read or to draw.
"""

import argparse
import json
import os
import random
import resource
import signal
import sqlite3
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench import history, stage
from tests.bench.live.browser import Guest
from tests.bench.live.crowd import Crowd
from tests.bench.live.people import prepare
from tests.bench.live.stand import ROUND, Stand, cpu

WHO = "maya"
ROUNDS, PAGE_ROUNDS = 8, 6  # the first is a warm-up
SECONDS_FOR_PEER = 60  # after which no further round is begun: at 10,000 one round of the stock consumer takes as long
IDLE, IDLE_SIZE = 30.0, 200  # seconds; sockets
WARM = 20  # sockets, and pages
AFTER = 6.0  # seconds in which pages are read after a round


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 2000, 10_000], help="default: 200 2000 10000")
    parser.add_argument("--people", type=int, default=0, help="who share the sockets (default: as many as sockets)")
    parser.add_argument("--without-peers", action="store_true")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that servers end with us
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    busy, rows = os.getloadavg(), []
    with stage.data_folder() as data:
        port = stage.free_port()
        env = stage.environment(data, TRELLIS_URL=f"http://{stage.HOST}:{port}")
        people = options.people or max(options.sizes)
        print(f"Preparing the demo company, and {people} more people with a session …", flush=True)
        guests = prepare(env, people)
        for size in options.sizes:
            everybody = [guests[place % people] for place in range(size)]
            row, text = ours(data, port, env, everybody, pages=size == max(options.sizes))
            if not options.without_peers:
                row |= peer("stock", env, size, text) | peer("bare", env, size, text)
                row["ratio_stock"] = round(row["stock_last_ms"] / row["last_ms"], 1)
                row["share_of_bare"] = round(row["bare_last_ms"] / row["last_ms"], 2)
                row["spread_share_of_bare"] = round(row["bare_spread_ms"] / row["spread_ms"], 2)
            rows.append(row)
    print(table(rows))
    print(f"Load of the machine: {busy[0]:.1f} before, {os.getloadavg()[0]:.1f} after; {os.cpu_count()} processors.")
    for row in rows:
        print("RESULT", json.dumps(row))


# --- Ours ----------------------------------------------------------------------------------------
def ours(data: Path, port: int, env: dict[str, str], guests: list[Guest], *, pages: bool) -> tuple[dict[str, Any], str]:
    """Our figures with a socket for each of `guests`, and the text of a frame with {token} for its token."""
    dice = random.Random(len(guests))
    with stage.Server(stage.daphne(port), env, port) as server, Crowd() as crowd:
        visitor = stage.Visitor(port).sign_in(WHO)

        def post(token: str) -> Callable[[str], float]:
            visitor.connection.close()  # Daphne hangs up on who says nothing for a minute
            answer = visitor.say(f"{history.rich(1, dice)} {token}", by_htmx=True)
            assert answer.status == 201, answer.status
            return lambda text: written(data, json.loads(text)["id"])

        assert server.process
        stand = Stand("ours", server.process.pid, crowd, post)
        stand.warm(port, guests[:WARM])
        for _ in range(WARM):
            assert visitor.get("/").status == 200
        stand.connect(port, guests)
        row: dict[str, Any] = {"bench": "live", "sockets": stand.sockets, "kib_per_socket": round(stand.kib, 1)}
        if len(guests) == IDLE_SIZE:
            row["idle_share"] = round(idle(stand), 4)
        stand.play_all(ROUNDS, pause=crowd.settle)
        row |= {
            **times(stand),
            "last_worst_ms": round(max(each.last for each in stand.rounds), 1),
            "answer_ms": stand.median("answered"),
            "client_cpu_s": stand.median("client_cpu", 3),
            "twice": stand.total("twice"),
            "frame_bytes": len(stand.rounds[-1].text.encode()),
        }
        text = stand.rounds[-1].text
        if pages:
            row |= with_pages(stand, stage.Visitor(port, visitor.cookies))
    return row, text


def written(data: Path, event: int) -> float:
    """When the event was written, on the monotonic clock."""
    with closing(sqlite3.connect(data / "trellis.sqlite3")) as database:
        [at] = database.execute("SELECT at FROM live_event WHERE id = ?", [event]).fetchone()
    return datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp() - (time.time() - time.monotonic())


def idle(stand: Stand) -> float:
    """The share of a core that the server needs while nothing happens."""
    stand.say(f"idle for {IDLE:.0f} s …")
    spent = cpu(stand.pid)
    time.sleep(IDLE)
    return (cpu(stand.pid) - spent) / IDLE


def with_pages(stand: Stand, visitor: stage.Visitor) -> dict[str, float]:
    """More rounds, while the home page is read again and again: the slowest page that met each of them.

    And the slowest one of the seconds after it, in which everybody acknowledges and rights are looked at again.
    """
    slowest, after, quiet, lasts = [], [], [], []
    for number in range(PAGE_ROUNDS):
        with reading(visitor) as pages:
            time.sleep(0.5)
            done = stand.play()
            time.sleep(AFTER)
        sent, last = done.between
        met = [took * 1000 for began, took in pages if began < last and began + took > sent]
        later = [took * 1000 for began, took in pages if began >= last]
        stand.say(
            f"{len(met)} pages meanwhile, the slowest after {max(met):.0f} ms; last browser {done.last:.1f} ms; "
            f"in the {AFTER:.0f} s after it {len(later)} pages, the slowest after {max(later):.0f} ms"
        )
        if number:
            slowest.append(max(met))
            after.append(max(later))
            quiet += [took * 1000 for began, took in pages if began + took < sent]
            lasts.append(done.last)
        stand.crowd.settle()
    return {
        "page_ms": round(statistics.median(slowest), 1),
        "page_worst_ms": round(max(slowest), 1),
        "page_after_ms": round(statistics.median(after), 1),
        "page_after_worst_ms": round(max(after), 1),
        "page_quiet_ms": round(statistics.median(quiet), 1),
        "last_with_pages_ms": round(statistics.median(lasts), 1),
    }


@contextmanager
def reading(visitor: stage.Visitor) -> Iterator[list[tuple[float, float]]]:
    """Somebody reads the home page all the time: when each request began, and the seconds that it took."""
    pages: list[tuple[float, float]] = []
    enough = threading.Event()

    def read() -> None:
        while not enough.is_set():
            began = time.monotonic()
            assert visitor.get("/", **{"Accept-Encoding": "gzip"}).status == 200
            pages.append((began, time.monotonic() - began))

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield pages
    finally:
        enough.set()
        thread.join()


# --- Peers ---------------------------------------------------------------------------------------
def peer(name: str, env: dict[str, str], size: int, text: str) -> dict[str, Any]:
    """The figures of the `stock` consumer or the `bare` loop, which send `text` with other tokens."""
    port = stage.free_port()
    commands = {
        "stock": [*stage.daphne(port)[:-1], "tests.bench.live.stock:application"],
        "bare": [sys.executable, "-m", "tests.bench.live.bare", str(port)],
    }
    with stage.Server(commands[name], env, port) as server, Crowd() as crowd:
        visitor = stage.Visitor(port, timeout=ROUND)

        def post(token: str) -> Callable[[str], float]:
            visitor.connection.close()
            visitor.connection.request("POST", "/", text.replace("{token}", token).encode())
            began = float(stage.Answer(visitor.connection.getresponse()).text)
            return lambda text: began

        assert server.process
        stand = Stand(name, server.process.pid, crowd, post)
        stand.warm(port, [Guest("")] * WARM)
        stand.connect(port, [Guest("")] * size)
        stand.play_all(ROUNDS, SECONDS_FOR_PEER, pause=lambda: time.sleep(0.5))
    figures = {**times(stand), "kib_per_socket": round(stand.kib, 1), "rounds": len(stand.rounds)}
    figures["lost"] += size - stand.sockets
    return {f"{name}_{figure}": value for figure, value in figures.items()}


# --- Figures -------------------------------------------------------------------------------------
def times(stand: Stand) -> dict[str, Any]:
    return {
        "first_ms": stand.median("first"),
        "last_ms": stand.median("last"),
        "spread_ms": stand.median("spread"),
        "sent_last_ms": stand.median("sent_last"),
        "server_cpu_s": stand.median("server_cpu", 3),
        "lost": stand.total("lost"),
    }


def table(rows: list[dict[str, Any]]) -> str:
    columns = {
        "sockets": "sockets", "first_ms": "first ms", "last_ms": "last ms", "stock_last_ms": "stock last",
        "bare_last_ms": "bare last", "ratio_stock": "x stock", "share_of_bare": "of bare", "spread_ms": "spread ms",
        "answer_ms": "answer ms", "kib_per_socket": "KiB each", "idle_share": "idle", "page_ms": "page ms",
        "server_cpu_s": "server s", "client_cpu_s": "clients s", "lost": "lost",
    }  # fmt: skip
    lines = [" ".join(f"{title:>10}" for title in columns.values())]
    lines += [" ".join(f"{row.get(name, ''):>10}" for name in columns) for row in rows]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
