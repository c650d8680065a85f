from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render

from intranet.kit.http import respond
from intranet.people.models import Membership, Profile, Team, User
from intranet.people.models.user import folded
from intranet.people.requests import Request

SIZE = 48


def people(request: Request) -> HttpResponse:
    """Everybody who works here, by name; searched by name, title, department, skill, and by team."""
    words = request.GET.get("q", "").strip()[:100]
    department = request.GET.get("department", "").strip()[:60]
    former = request.GET.get("former") == "yes"
    found = User.objects.visible_to(request.user).filter(is_active=not former).with_profile()
    if department:
        found = found.filter(profile__department=department)
    if words:
        in_team = Membership.objects.filter(
            team__in=Team.objects.visible_to(request.user).filter(folded__contains=folded(words))
        ).values("person")
        found = found.filter(Q(pk__in=User.objects.sought(words)) | Q(pk__in=in_team))
    page = Paginator(found.order_by("name", "pk"), SIZE).get_page(request.GET.get("page"))
    return respond(
        request,
        page="people/directory.html",
        fragment="people/_people.html",
        page_obj=page,
        words=words,
        department=department,
        former=former,
        departments=_departments(),
    )


def _departments() -> list[Any]:
    here = Profile.objects.filter(user__is_active=True).exclude(department="")
    return list(here.values("department").annotate(people=Count("pk")).order_by("department"))


def teams(request: Request) -> HttpResponse:
    """The teams the viewer may know of: mine first."""
    mine = set(Membership.objects.filter(person=request.user).values_list("team", flat=True))
    found = list(Team.objects.visible_to(request.user))
    found.sort(key=lambda team: (team.pk not in mine, team.name.casefold()))
    return render(request, "people/teams.html", {"teams": found, "mine": mine})
