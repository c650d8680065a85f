"""What somebody wants to be told of."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from intranet.kit.http import HtmxRequest
from intranet.notifications import silences
from intranet.notifications.actions import wishes as actions
from intranet.notifications.kinds import kinds
from intranet.notifications.models import Wish

from .tray import back


@require_http_methods(["GET", "POST"])
def wishes(request: HtmxRequest) -> HttpResponse:
    """Each kind, under its heading, on or off; and the silenced places. A script saves with every press."""
    if request.method == "POST":
        actions.choose(by=request.user, wanted=set(request.POST.getlist("wanted")))
        if request.htmx:
            return render(request, "notifications/_saved.html", {"is_saved": True})
        messages.success(request, "Saved.")
        return redirect("notices:wishes")
    context = {"groups": _groups(request.user), "silenced": silences.silenced(request.user)}
    return render(request, "notifications/wishes.html", context)


def silence(request: HtmxRequest, place: str) -> HttpResponse:
    """Hear nothing more of a place. One that is none, or not for the reader, is not there."""
    if not silences.title_of(request.user, place):
        raise Http404("No such place.")
    actions.silence(by=request.user, place=place)
    messages.success(request, "Muted. You are told nothing more of this thread.")
    return back(request)


def hear_again(request: HtmxRequest, place: str) -> HttpResponse:
    actions.hear_again(by=request.user, place=place)
    messages.success(request, "You are told of this thread again.")
    return back(request)


def _groups(viewer: Any) -> dict[str, list[tuple[str, Any, bool]]]:
    """Name, kind, and whether the viewer wants it, by heading, as the rooms declared them."""
    chosen = dict(Wish.objects.filter(person=viewer).values_list("kind", "is_wanted"))
    groups: dict[str, list[tuple[str, Any, bool]]] = {}
    for name, kind in kinds().items():
        groups.setdefault(kind.group, []).append((name, kind, chosen.get(name, kind.is_usual)))
    return groups
