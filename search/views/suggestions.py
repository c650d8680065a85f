"""What the box in the frame offers while one types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from search import suggest


def suggestions(request: HttpRequest) -> HttpResponse:
    """A list of links for the words in ``q``; empty when nothing begins so."""
    typed = request.GET.get("q", "")
    found = suggest.suggest(typed, request.user)
    return render(request, "search/_suggestions.html", {"hits": found, "typed": typed[: suggest.LONGEST]})
