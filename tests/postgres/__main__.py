"""Run tests on a PostgreSQL server that is started for them and gone afterwards: ``python -m tests.postgres``.

What follows is handed to pytest: ``python -m tests.postgres -x tests/search/test_rights.py``. Without it, all tests of
the search are run, and those of who saves first, of what is closed, of posts before they go out, and of pages that are
kept under how things look. The server listens on the loopback interface only, at a port of its own, and keeps its data
in a folder that is removed. It refuses to run as root; then it is run as postgres or nobody. The exit code is pytest's,
or 2 when there is no server to start.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from pwd import getpwnam
from typing import Any

from tests.bench.stage import HOST, ROOT, free_port

TESTS = ["-n", "2", "tests/search", "tests/writing/test_saving.py", "tests/wiki/test_closed.py"]
TESTS += ["tests/blogs/test_going_out.py", "tests/blogs/test_publishing.py", "tests/postgres/at_once.py"]
TESTS += [
    "tests/notifications/test_desk.py",
    "tests/notifications/test_tray.py",
    "tests/questions/test_waiting_list.py",
]
TESTS += ["tests/postgres/questions_at_once.py", "tests/postgres/crowd_at_once.py"]
PATIENCE = 30.0  # seconds that the server has to answer, and to stop
# It is thrown away, so nothing has to survive a power cut. English, as where most companies install it.
CLUSTER = ["--username=trellis", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
CLUSTER += ["--text-search-config=english"]
QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=50"]


class Missing(Exception):
    """What has to be installed first."""


def main(tests: list[str]) -> int:
    try:
        with server() as port:
            command = [sys.executable, "-m", "pytest", "--ds=tests.postgres.settings", *(tests or TESTS)]
            env = os.environ | {"POSTGRES_PORT_OF_TESTS": str(port)}
            return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 2


@contextmanager
def server() -> Iterator[int]:
    """The port of a server that is ready. Raises Missing."""
    programs = _programs()
    if not find_spec("psycopg"):
        raise Missing("There is no psycopg, by which Django speaks to PostgreSQL: make dev-packages")
    with tempfile.TemporaryDirectory(prefix="trellis-postgres-", ignore_cleanup_errors=True) as folder:
        who = _unprivileged(Path(folder))
        data, log, port = Path(folder) / "data", Path(folder) / "log", free_port()
        subprocess.run(
            [programs / "initdb", *CLUSTER, "-D", data], cwd=folder, check=True, stdout=subprocess.DEVNULL, **who
        )
        settings = [f"listen_addresses={HOST}", f"port={port}", "unix_socket_directories=", *QUICK]
        command = [programs / "postgres", "-D", data, *(word for each in settings for word in ("-c", each))]
        with log.open("wb") as out, subprocess.Popen(command, cwd=folder, stdout=out, stderr=out, **who) as process:
            try:
                _wait(process, port, log)
                yield port
            finally:
                process.send_signal(signal.SIGINT)  # ends all sessions
                try:
                    process.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    process.kill()


def _programs() -> Path:
    """The folder of initdb and postgres; Debian has one for each version and puts it in nobody's path."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    for folder in reversed(folders):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise Missing("There is no PostgreSQL server, which these tests need. Debian: apt-get install postgresql")


def _unprivileged(folder: Path) -> dict[str, Any]:
    """How to start a program so that it does not run as root, and can write to the folder."""
    if os.geteuid():
        return {}
    for name in ("postgres", "nobody"):
        try:
            person = getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, person.pw_uid, person.pw_gid)
        return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
    raise Missing("PostgreSQL refuses to run as root, and there is no user postgres or nobody here.")


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    import psycopg

    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            psycopg.connect(host=HOST, port=port, user="trellis", dbname="postgres", connect_timeout=1).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise Missing(f"PostgreSQL did not start:\n{log.read_text()[-2000:]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
