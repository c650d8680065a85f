"""Counts stay right while many react at once: `python -m tests.faults.reactions`, in the folder of `TRELLIS_DATA`.

Fifty people, each in a thread with a connection of its own, press at the same moment; some press twice, some take it
back. Prints what the update says as JSON.
"""

import json
import threading
from collections.abc import Callable

import django
from django.db import connection

PEOPLE = 50


def main() -> None:
    django.setup()
    from microblog.actions import reactions
    from microblog.models import Reaction, Update
    from microblog.signs import BY_KEY
    from tests.factories import PersonFactory, UpdateFactory

    update = UpdateFactory()
    people = [PersonFactory(password="!") for _ in range(PEOPLE)]
    like, cheer = BY_KEY["like"], BY_KEY["cheer"]

    def clicks(number: int) -> None:
        reactions.react(by=people[number], update=update, sign=like)
        if number % 2:
            reactions.react(by=people[number], update=update, sign=like)  # an impatient finger: changes nothing
            reactions.react(by=people[number], update=update, sign=cheer)
        if number % 5 == 0:
            reactions.unreact(by=people[number], update=update, sign=like)

    before = update.version
    failures = at_once(clicks)
    update = Update.objects.get(pk=update.pk)
    rows = {sign.key: Reaction.objects.filter(update=update, sign=sign.number).count() for sign in (like, cheer)}
    counts = update.reaction_counts
    print(json.dumps({"counts": counts, "rows": rows, "changes": update.version - before, "failures": failures}))


def at_once(clicks: Callable[[int], object], many: int = PEOPLE) -> list[str]:
    """Everybody starts at the same moment. What went wrong for somebody."""
    start, failures = threading.Barrier(many), []

    def work(number: int) -> None:
        try:
            start.wait()
            clicks(number)
        except Exception as failure:
            failures.append(repr(failure))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[number]) for number in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


if __name__ == "__main__":
    main()
