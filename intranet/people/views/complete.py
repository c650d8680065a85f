from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render

from intranet.people.models import User
from intranet.people.models.user import folded
from intranet.people.requests import Request

MOST = 8
LOOKED_AT = 200


def people(request: Request) -> HttpResponse:
    """Whom "@…" may mean."""
    return render(request, "people/_options.html", {"people": sought(request.GET.get("q", ""), request.user)})


def sought(words: str, viewer: User) -> list[User]:
    """Those whose name or username begins so, else those with such a title or skill."""
    typed = " ".join(folded(words).split())[:40]
    if not typed:
        return []
    a_word_begins = Q(profile__sought__startswith=typed) | Q(profile__sought__contains=f" {typed}")
    here = User.objects.visible_to(viewer).here().with_profile()
    found = list(here.filter(a_word_begins).order_by("name", "pk")[:LOOKED_AT])
    named = [person for person in found if _is_called(person, typed)]
    return (named or found)[:MOST]


def _is_called(person: User, typed: str) -> bool:
    return person.username.startswith(typed) or f" {folded(person.name)}".find(f" {typed}") >= 0
