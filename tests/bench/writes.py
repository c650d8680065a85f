"""How fast posts are stored: 50 clients post through the real form on SQLite, `python -m tests.bench.writes`."""

import argparse
import json
import secrets
import sqlite3
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.bench import stage

WHO = ["maya", "tom", "ines", "jun", "luis"]
PROCESSES = 2
Session = tuple[stage.Cookies, str]  # cookies and the token for forms


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=15)
    options = parser.parse_args()
    mark = secrets.token_hex(4)
    with stage.data_folder() as data:
        env = stage.environment(data)
        stage.manage(env, "setup", "--demo")
        port = stage.free_port()
        with stage.Server(stage.gunicorn(port), env, port):
            sessions = sign_in(port)
            alone = [took for took, accepted in post_until(port, sessions[:1], mark, time.time(), 3, 1) if accepted]
            accepted_alone, began = len(alone), time.time() + 1
            with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
                share = options.clients // PROCESSES
                work = [
                    pool.submit(post_until, port, sessions, mark, began, options.seconds, share)
                    for _ in range(PROCESSES)
                ]
                posts = [post for part in work for post in part.result()]
        took = [seconds * 1000 for seconds, accepted in posts if accepted]
        result = {
            "clients": share * PROCESSES,
            "posts_per_s": round(len(took) / options.seconds, 1),
            "p50_ms": round(stage.percentile(took, 0.5), 1),
            "p95_ms": round(stage.percentile(took, 0.95), 1),
            "alone_p50_ms": round(stage.percentile(alone, 0.5) * 1000, 1),
            "accepted": len(took) + accepted_alone,
            "refused": len(posts) - len(took),
            "stored": stored(data, mark),
        }
    print("RESULT", json.dumps(result))


def sign_in(port: int) -> list[Session]:
    """A few people; each session is used by many clients, because the sign-in form counts tries per address."""
    visitors = [stage.Visitor(port).sign_in(who) for who in WHO]
    return [(visitor.cookies, visitor.token) for visitor in visitors]


def post_until(
    port: int, sessions: list[Session], mark: str, begin: float, seconds: float, clients: int
) -> list[tuple[float, bool]]:
    """One client process: seconds of each post, and whether it was accepted. Texts carry `mark`."""
    posts: list[tuple[float, bool]] = []

    def post(place: int) -> None:
        cookies, token = sessions[place % len(sessions)]
        visitor = stage.Visitor(port, cookies, token)
        time.sleep(max(0, begin - time.time()))
        while time.time() < begin + seconds:
            began = time.perf_counter()
            text = f"{mark} Parcel {secrets.token_hex(4)} is **back** on the shelf, @ines. #returns"
            answer = visitor.say(text)
            posts.append((time.perf_counter() - began, answer.status == 302))

    threads = [threading.Thread(target=post, args=[place]) for place in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return posts


def stored(data: Path, mark: str) -> int:
    with sqlite3.connect(data / "trellis.sqlite3") as database:
        return int(
            database.execute("SELECT count(*) FROM microblog_update WHERE text LIKE ?", [f"{mark}%"]).fetchone()[0]
        )


if __name__ == "__main__":
    main()
