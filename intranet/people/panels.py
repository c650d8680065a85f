"""What stands beside a team's feed: who is in it, and who of them is here. The same for all who see the team.

For several teams at once, because at nine in the morning people come in all of them.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from intranet.live.models import Presence

from .models import Membership, Team, User

SHOWN = 12


def members_panels(teams: Collection[Team]) -> dict[int, dict[str, Any]]:
    """Contexts of `people/_members_panel.html` by team: the leads and then the others, the first dozen."""
    order = [F("is_lead").desc(), F("person__name").asc(), F("pk").asc()]
    place = Window(RowNumber(), partition_by=F("team"), order_by=order)
    rows = Membership.objects.filter(team__in=teams).annotate(place=place).filter(place__lte=SHOWN)
    members = defaultdict(list)
    for row in rows.select_related("person__profile").order_by("place"):
        members[row.team_id].append(row)
    return {team.pk: {"team": team, "members": members[team.pk]} for team in teams}


def here_panels(teams: Collection[Team]) -> dict[int, dict[str, Any]]:
    """Contexts of `people/_here_panel.html` by team: members who have Trellis open, some of them and how many more."""
    if not settings.LIVE_PRESENCE:
        return {team.pk: {"team": team, "shows_presence": False} for team in teams}
    present = Presence.objects.filter(until__gt=timezone.now()).values("person")
    here = defaultdict(list)
    rows = Membership.objects.filter(team__in=teams, person__in=present, person__is_active=True)
    for row in rows.select_related("person__profile").order_by("person__name", "person"):
        here[row.team_id].append(row.person)
    return {team.pk: _here(team, here[team.pk]) for team in teams}


def _here(team: Team, people: list[User]) -> dict[str, Any]:
    more = max(0, len(people) - SHOWN)
    return {"team": team, "shows_presence": True, "here": people[:SHOWN], "more_here": more}
