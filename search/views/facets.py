"""What was found, counted by kind, team, author, tag and year: asked for once the hits are shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from search import facets, query

from .results import tabs


def counts(request: HttpRequest) -> HttpResponse:
    """The panel beside the results of ``q``, and the tabs with their counts; with ``typing``, of what may be meant."""
    try:
        asked = query.read(request.GET.get("q", ""), is_typing="typing" in request.GET)
    except query.TooLong as error:
        return HttpResponse(str(error), status=400, content_type="text/plain")
    counted = facets.count(asked, request.user)
    return render(
        request, "search/_facets.html", {"facets": counted, "tabs": tabs(asked, counted), "swaps": bool(asked)}
    )
