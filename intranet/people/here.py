"""Who has come or gone changes what the pages of their teams say."""

from intranet import live

from .models import Membership


def came_and_went(people: set[int]) -> None:
    teams = Membership.objects.filter(person__in=people).values_list("team", flat=True).distinct()
    live.send_all((f"feed:team:{team}", "here.changed", team) for team in teams)
