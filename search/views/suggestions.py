"""What the box in the frame offers while one types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from search import suggest


def suggestions(request: HttpRequest) -> HttpResponse:
    """A list of links for the words in ``q``, the last of which searches for them."""
    typed = request.GET.get("q", "")
    offer = suggest.suggest(typed, request.user)
    return render(request, "search/_suggestions.html", {"offer": offer, "typed": typed[: suggest.LONGEST]})
