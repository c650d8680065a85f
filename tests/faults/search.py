"""What is found is what may be seen, whatever happens to the index: `python -m tests.faults.search`.

A demo company with some thousands of updates, a page server and a worker. First the files of the index are deleted,
truncated, bit-flipped and zeroed while a member of a closed team, a stranger and an administrator search without pause;
then the worker is killed while people write; then a town lives its life. The worker looks its index over every second
instead of every minute (see search_haste.py), so that damage behind files that are open is found soon. Options: --cases
(of each kind of damage), --kills, --deeds, --updates, --seed. Exit code 1 when a promise did not hold.
"""

import argparse
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from tests.bench import stage

from .search_account import Account, Plan

DEFAULT = Plan()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=DEFAULT.cases)
    parser.add_argument("--kills", type=int, default=DEFAULT.kills)
    parser.add_argument("--deeds", type=int, default=DEFAULT.deeds)
    parser.add_argument("--updates", type=int, default=DEFAULT.updates)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--settings", default="tests.faults.search_settings", help=argparse.SUPPRESS)
    parser.add_argument("--database", type=Path, help=argparse.SUPPRESS)  # an empty one, so that none is made
    options = parser.parse_args()
    plan = Plan(options.cases, options.kills, options.deeds, options.updates, options.seed)
    print(f"Seed {plan.seed}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # and end what was started
    with stage.data_folder() as data:
        if options.database:
            (data / "trellis.sqlite3").write_bytes(options.database.read_bytes())
        env = stage.environment(data, options.settings)
        os.environ.clear()
        os.environ.update(env)
        account = run(plan, data)
    for failure in account.failures:
        print(f"NOT KEPT: {failure}")
    print("RESULT", json.dumps(account.as_row()))
    sys.exit(1 if account.failed else 0)


def run(plan: Plan, data: Path) -> Account:
    """The whole story, in the folder of `TRELLIS_DATA`."""
    import django

    (data / "static").mkdir()  # or WhiteNoise complains
    django.setup()
    from django.core.management import call_command

    from search.models import Document

    from . import search_damage, search_deeds, search_kills, search_story
    from .search_house import House

    began, account, dice = time.monotonic(), Account(seed=plan.seed), random.Random(plan.seed)
    print("Making the company …", flush=True)
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("demo", verbosity=0, stdout=sys.stderr)
    team = search_story.tell(plan.updates, dice, data)
    try:
        with House(account).open() as house:
            if plan.cases:
                search_damage.run(plan, account, house, team, dice)
            if plan.kills:
                search_kills.run(plan, account, house, dice)
            if plan.deeds:
                search_deeds.run(plan, account, house, dice)
            account.documents = Document.objects.standing().count()
    except Exception as error:
        account.check(False, f"the run ended early: {error!r}")
    account.seconds = round(time.monotonic() - began, 1)
    return account


if __name__ == "__main__":
    main()
