"""Who has come or gone changes what the pages of their teams say."""

from django.db import transaction

from intranet import live

from .models import Membership


@transaction.atomic
def came_and_went(people: set[int]) -> None:
    for team in Membership.objects.filter(person__in=people).values_list("team", flat=True).distinct():
        live.send(f"feed:team:{team}", "here.changed", ref=team)
