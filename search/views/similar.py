"""What may answer a question while it is being typed, and that it did."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers

from search import similar as finding
from search.actions import solved as actions
from search.models import Document


def similar(request: HttpRequest) -> HttpResponse:
    """A short list for the words in ``q``; nothing when there is none. Nothing of it is kept."""
    found = finding.similar(request.GET.get("q", ""), request.user)
    return render(request, "search/_similar.html", {"similar": found})


def solve(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """It solved what the reader was about to ask. A script is told so in a line; others are led to what it was."""
    document = _offered(request, kind, number)
    actions.solved(by=request.user, document=document)
    if "X-Fragment" not in request.headers:
        return redirect(document.address)
    response = render(request, "search/_solved.html", {"hit": finding.shown(document)})
    patch_vary_headers(response, ["X-Fragment"])
    return response


def take_back(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    document = _offered(request, kind, number)
    actions.take_back(by=request.user, document=document)
    return HttpResponse(status=204) if "X-Fragment" in request.headers else redirect(document.address)


def _offered(request: HttpRequest, kind: str, number: int) -> Document:
    """What the reader may see and could have been offered."""
    seen = finding.offered(Document.objects.visible_to(request.user))
    return get_object_or_404(seen, kind=kind, number=number)
