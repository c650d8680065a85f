"""Who has Trellis open: coarse, so that nobody's minutes are counted, and kept for two minutes only."""

from datetime import timedelta

from django.utils import timezone

from . import declared
from .models import Presence

RENEWED_EVERY = 45.0  # seconds
COUNTS_FOR = timedelta(seconds=120)
LEFT_FOR = timedelta(seconds=60)  # rows that count for longer than this are not written again


def renew(people: set[int]) -> None:
    """`people` are here; who was not renewed for two minutes has gone. The rooms are told who came and went."""
    now = timezone.now()
    known = dict(Presence.objects.filter(person__in=people).values_list("person", "until"))
    due = [person for person in people if person not in known or known[person] < now + LEFT_FOR]
    Presence.objects.bulk_create(
        [Presence(person_id=person, until=now + COUNTS_FOR) for person in due],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["until"],
    )
    over = set(Presence.objects.filter(until__lt=now).values_list("person", flat=True))
    Presence.objects.filter(person__in=over, until__lt=now).delete()
    came = {person for person in due if person not in known or known[person] < now}
    if came or over:
        declared.came_and_went(came | over)
