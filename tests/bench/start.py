"""How long `manage.py run --demo` takes to its first page, and how much memory all of it needs:
`python -m tests.bench.start`."""

import json
import signal
import sys
import time
from pathlib import Path

from tests.bench import stage

SETTLED = 3.0  # seconds after the first page, so that the worker is there too


def main() -> None:
    with stage.data_folder() as data:
        env = stage.environment(data, "intranet.settings.production")
        first, _ = start(env)
        second, rss = start(env)
    print("RESULT", json.dumps({"first_s": round(first, 2), "second_s": round(second, 2), "rss_mb": round(rss, 1)}))


def start(env: dict[str, str]) -> tuple[float, float]:
    """Seconds from the command to the first page; then, after somebody signed in and read, MB of all processes."""
    port = stage.free_port()
    command = [sys.executable, str(stage.ROOT / "manage.py"), "run", "--demo", "--port", str(port)]
    server = stage.Server(command, env, port)
    began = time.monotonic()
    server.start()
    try:
        server.wait("/sign-in/", patience=120)
        took = time.monotonic() - began
        visitor = stage.Visitor(port).sign_in("maya")
        for _ in range(20):
            assert visitor.get("/").status == 200
        time.sleep(SETTLED)
        assert server.process
        return took, sum(map(pss, family(server.process.pid))) / 1024
    finally:
        server.end(signal.SIGTERM)


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
