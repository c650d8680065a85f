"""Who does not want to hear of somebody; see `intranet.kit.declarations`."""

from collections.abc import Collection
from typing import Any

from .models import Mute


def who_muted(by: Any, people: Collection[int]) -> set[int]:
    return set(Mute.objects.filter(whom=by, by__in=people).values_list("by", flat=True))
