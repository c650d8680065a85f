"""What the desk itself keeps: see `intranet.kit.declarations`."""

from typing import Any

from django.db.models import QuerySet

from .models import Draft, FileUse
from .models.file_use import OFFICE


def kept_in_the_office(viewer: Any) -> QuerySet[FileUse]:
    """Administrators see everything anyway, and nobody else sees this."""
    return FileUse.objects.none()


def drafts(viewer: Any) -> QuerySet[Draft]:
    return Draft.objects.visible_to(viewer)


OWNERS = {OFFICE: kept_in_the_office, "draft": drafts}
