"""Beginning a page: what it is like, and where it stands. It is written at the desk."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from intranet.kit import policy
from intranet.people.requests import Request
from intranet.writing.models import LongText
from wiki.forms import NewPageForm
from wiki.places import sections_for


def choose(request: Request) -> HttpResponse:
    """``in``, ``like``, ``title`` and ``kind`` of the address fill the form; with ``go`` the desk opens."""
    asked = request.GET
    choices = sections_for(request.user)
    said = {name: asked.get(name, "") for name in ("like", "title")}
    said |= {"kind": asked.get("kind") or "article", "under": asked.get("under") or asked.get("in") or choices[0][0]}
    if asked.get("go"):
        form = NewPageForm(said, choices=choices)
        if form.is_valid():
            return _begin(request, form)
    else:
        form = NewPageForm(initial=said, choices=choices)
    return render(request, "wiki/new.html", {"form": form}, status=422 if form.errors else 200)


def _begin(request: Request, form: NewPageForm) -> HttpResponse:
    chosen = form.cleaned_data
    parent = get_object_or_404(LongText.objects.visible_to(request.user), pk=chosen["under"])
    if not policy.allows(request.user, f"{chosen['kind']}.create", parent):
        raise PermissionDenied
    more = {name: chosen[name] for name in ("like", "title") if chosen[name]}
    desk = reverse("writing:new", args=[parent.pk, chosen["kind"]])
    return redirect(f"{desk}?{urlencode(more)}" if more else desk)
