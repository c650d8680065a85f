"""In which audiences a person finds things; see `intranet.kit.declarations`."""

from typing import Any

from .models import Team

EVERYBODY = 0


def seen_by(viewer: Any) -> frozenset[int] | None:
    """Everybody's, and those of the teams that the viewer sees. Administrators see everything."""
    if viewer.sees_everything:
        return None
    return frozenset({EVERYBODY, *Team.objects.visible_to(viewer).order_by().values_list("pk", flat=True)})
