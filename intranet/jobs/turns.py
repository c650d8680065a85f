"""What runs again and again: the turns that all rooms declare in `schedule.py`."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from intranet.kit.declarations import Turn, gather

from .models import LastTurn, Run

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def declared() -> list[Turn]:
    return [turn for turns in gather("schedule", "TURNS") for turn in turns]


def take_due(turns: Iterable[Turn]) -> int:
    """Enqueue what is due among `turns`; how many were. Many workers may ask at once: each turn goes to one of them."""
    now = timezone.now()
    return sum(take(turn, now) for turn in due(turns, now))


def due(turns: Iterable[Turn], now: datetime) -> Iterator[Turn]:
    """Those of `turns` whose time has come, by one query."""
    last = dict(LastTurn.objects.values_list("name", "at"))
    return (turn for turn in turns if last.get(turn.task.module_path, NEVER) <= now - turn.every)


@transaction.atomic
def take(turn: Turn, now: datetime) -> bool:
    """Claim `turn` and enqueue its task; False when another worker was faster."""
    name = turn.task.module_path
    LastTurn.objects.bulk_create([LastTurn(name=name, at=NEVER)], ignore_conflicts=True)
    # Of several workers, the condition is still true for the first one only.
    if not LastTurn.objects.filter(name=name, at__lte=now - turn.every).update(at=now):
        return False
    # While a turn still waits for a busy worker, another one would only make the queue longer.
    if not Run.objects.filter(task_path=name, status="READY").exists():
        turn.task.enqueue()
    return True
