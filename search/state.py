"""Which engine answers, since when, and how far it lags behind; see `intranet.kit.declarations`."""

from datetime import timedelta

from django.utils.timezone import localtime, now

from intranet.kit.declarations import State

from . import engines
from .models import Document, Engine

LATE = timedelta(seconds=10)  # far more than the half second between two rounds of the drain


def state() -> list[State]:
    return [_engine(), _lag()]


def _engine() -> State:
    if engines.chosen() == engines.DATABASE:
        return State("Search", "The database answers, as was chosen.")
    row = Engine.objects.filter(name=engines.WHOOSH).first()
    if row and row.broken_at:
        return State("Search", f"The index is being made anew; the database answers. {row.trouble}", is_well=False)
    if engines.needs_building():
        return State("Search", "The index is being made; the database answers.", is_well=False)
    made = f", made {localtime(row.built_at):%d %b %Y, %H:%M %Z}" if row and row.built_at else ""
    return State("Search", f"The index answers{made}. It knows {Document.objects.standing().count():,} things.")


def _lag() -> State:
    waiting = Document.objects.waiting()
    oldest = waiting.touched_first()
    if oldest is None:
        return State("Index", "It knows everything; nothing waits.")
    lag = now() - oldest
    many = waiting.count()
    text = f"{many:,} {'thing waits' if many == 1 else 'things wait'} to be indexed, "
    text += f"the first for {lag.total_seconds():.1f} seconds."
    return State("Index", text, lag < LATE)
