"""What the desk itself keeps: see `intranet.kit.declarations`."""

from typing import Any

from django.db.models import QuerySet

from .models import Draft, FileUse
from .models.file_use import OFFICE


def kept_in_the_office(viewer: Any) -> QuerySet[FileUse]:
    """Administrators see everything anyway, and nobody else sees this."""
    return FileUse.objects.none()


def drafts(viewer: Any) -> QuerySet[Draft]:
    """A draft keeps what it shows from being forgotten and opens nothing: who sent it sees it anyway."""
    return Draft.objects.none()


OWNERS = {OFFICE: kept_in_the_office, "draft": drafts}
