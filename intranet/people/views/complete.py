from django.http import HttpResponse
from django.shortcuts import render

from intranet.people.models import User
from intranet.people.models.user import folded
from intranet.people.requests import Request

MOST = 8


def people(request: Request) -> HttpResponse:
    """Whom "@…" may mean: usernames and names that begin so come first."""
    typed = folded(request.GET.get("q", "").strip())[:40]
    found = User.objects.none()
    if typed:
        found = User.objects.visible_to(request.user).here().with_profile().sought(typed).order_by("name")[:50]
    best = sorted(found, key=lambda person: not _begins(person, typed))[:MOST]
    return render(request, "people/_options.html", {"people": best})


def _begins(person: User, typed: str) -> bool:
    return person.username.startswith(typed) or any(word.startswith(typed) for word in folded(person.name).split())
