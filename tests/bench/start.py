"""How long `manage.py run --demo` takes to its first page, and how much memory all of it needs when somebody has signed
in, read, posted and searched: `python -m tests.bench.start`.

``rss_mb`` is resident memory with what processes share counted once (PSS).
"""

import json
import signal
import sys
import time
from pathlib import Path

from tests.bench import stage

SETTLED = 3.0  # seconds after the last page, so that the worker is there too, and has told the engines
LIMIT_MB = 400
SEARCHES = [
    "returns",
    "label by:ines",
    '"the shelf"',
    "kind:people support",
    "team:care parcel",
    "zebra",
    "refunds -card",
]
BEGINNINGS = ["re", "ma", "plat", "cust"]


def main() -> None:
    with stage.data_folder() as data:
        env = stage.environment(data, "intranet.settings.production")
        first, _ = start(env)
        second, memory = start(env)
    for name, kilobytes in memory.items():
        print(f"  {name:12} {kilobytes / 1024:6.1f} MB")
    pss = sum(memory.values()) / 1024
    print(f"  {'together':12} {pss:6.1f} MB; the limit is {LIMIT_MB} MB")
    row = {"first_s": round(first, 2), "second_s": round(second, 2), "rss_mb": round(pss, 1), "limit_mb": LIMIT_MB}
    print("RESULT", json.dumps(row))


def start(env: dict[str, str]) -> tuple[float, dict[str, int]]:
    """Seconds from the command to the first page; then, after somebody was at work, kilobytes of each process."""
    port = stage.free_port()
    command = [sys.executable, str(stage.ROOT / "manage.py"), "run", "--demo", "--port", str(port)]
    server = stage.Server(command, env, port)
    began = time.monotonic()
    server.start()
    try:
        server.wait("/sign-in/", patience=120)
        took = time.monotonic() - began
        work(stage.Visitor(port).sign_in("maya"), Path(env["TRELLIS_DATA"]) / "search")
        time.sleep(SETTLED)
        assert server.process
        return took, {called(pid): pss(pid) for pid in family(server.process.pid)}
    finally:
        server.end(signal.SIGTERM)


def work(visitor: stage.Visitor, index: Path) -> None:
    """Read, post and search, so that every process has opened what it needs; the index, too, once it is made."""
    for number in range(20):
        assert visitor.get("/").status == 200
        assert visitor.say(f"Number {number} is on the shelf #returns", by_htmx=True).status == 201
    until = time.monotonic() + stage.PATIENCE
    while not list(index.glob("*/current")):
        assert time.monotonic() < until, "The worker makes no index"
        time.sleep(0.1)
    for typed in SEARCHES * 5:
        assert visitor.get(f"/search/?{stage.urlencode({'q': typed})}").status == 200
    for typed in BEGINNINGS * 5:
        assert visitor.get(f"/search/suggestions/?q={typed}").status == 200


def called(pid: int) -> str:
    """What a process of ours is for."""
    command = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    return next(name for name in ("worker", "run", "daphne", "python") if name in command or name == "python")


def family(pid: int) -> list[int]:
    """The process and all below it."""
    children = [
        int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()
    ]
    return [pid, *(each for child in children for each in family(child))]


def pss(pid: int) -> int:
    """Kilobytes of memory; what is shared by several processes counts in parts."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    main()
