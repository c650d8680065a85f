"""The live feed has no gap and no double: `python -m tests.faults.live [--shape one|three] [--events 5000] …`.

Browsers look at the home page while people post, reply, edit, retract and undo, through pages and in another process.
All the while sockets are cut, torn, stalled, left half open and loaded anew, the process that holds them is killed and
started again, and so is Redis. When it is quiet again, every browser must show exactly what the page lists for its
person, must have heard every event once and in order, and nothing of a closed team may have come to anybody outside.
Exit code 1 when a promise did not hold.
"""

import argparse
import asyncio
import json
import signal
import sys
from dataclasses import asdict
from pathlib import Path

from .live_check import Account
from .live_house import running_house
from .live_plan import Plan, Say
from .live_play import Play


def main() -> None:
    plan = Plan()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shape", choices=("one", "three"), default=plan.shape)
    for name in ("sockets", "people", "members", "events", "cuts", "restarts", "redis-kills", "page-workers", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(plan, name.replace("-", "_")))
    parser.add_argument("--rate", type=float, default=plan.rate, help="events a second at the most (%(default)s)")
    parser.add_argument("--log", type=Path, help="a file for what the servers complain about")
    options = vars(parser.parse_args())
    log = options.pop("log")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that servers end with us
    account = run(Plan(**options), say=lambda line: print(line, flush=True), log=log)
    for failure in account.failures:
        print(f"NOT KEPT: {failure}")
    print("RESULT", json.dumps(asdict(account)))
    sys.exit(1 if account.failures else 0)


def run(plan: Plan, say: Say = lambda line: None, log: Path | None = None) -> Account:
    """The whole story in a data folder and on ports of its own."""
    say(
        f"{plan.sockets} browsers of {plan.people} people, {plan.events:,} events, {plan.cuts} cuts of each, "
        f"{plan.restarts} restarts" + (f", {plan.redis_kills} kills of Redis" if plan.shape == "three" else "")
    )
    with running_house(plan.shape, plan.settings, plan.people, plan.members, plan.page_workers, log) as house:
        return asyncio.run(Play(plan, house, say).play())


if __name__ == "__main__":
    main()
