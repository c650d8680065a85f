"""Updates show pictures and files; see `intranet.kit.declarations`."""

from typing import Any

from .models import Update
from .models.update import UpdateQuerySet


def updates(viewer: Any) -> UpdateQuerySet:
    """What was taken back shows nothing any more."""
    return Update.objects.standing().visible_to(viewer)


OWNERS = {"update": updates}
