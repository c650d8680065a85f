"""What stands beside a team's feed: who is in it, and who of them is here. The same for all who see the team."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from intranet.live.models import Presence

from .models import Team, User

SHOWN = 12


def members_panel(team: Team) -> dict[str, Any]:
    """Context of `people/_members_panel.html`."""
    return {"team": team, "members": team.memberships.select_related("person__profile")[:SHOWN]}


def here_panel(team: Team) -> dict[str, Any]:
    """Context of `people/_here_panel.html`: members who have Trellis open, the first dozen and how many more."""
    if not settings.LIVE_PRESENCE:
        return {"team": team, "shows_presence": False}
    present = Presence.objects.filter(until__gt=timezone.now()).values("person")
    people = list(User.objects.here().with_profile().filter(memberships__team=team, pk__in=present))
    more = max(0, len(people) - SHOWN)
    return {"team": team, "shows_presence": True, "here": people[:SHOWN], "more_here": more}
