"""What a browser tells of a search whose results have come to rest."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from intranet.kit.paging import number
from search import asking, query
from search.actions import enquiries
from search.asking import FARTHEST, SIZE, Answer
from search.evidence import evidence
from search.models import Document


@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """``q`` was looked for and, with ``kind``, ``number`` and ``place``, this hit was opened. Nothing is answered.

    With ``typing`` what was shown was for words of which the last may only have begun. ``in_vain`` are words whose
    results did not help; a browser without scripts is led back to them.
    """
    typed = request.POST.get("in_vain") or request.POST.get("q", "")
    try:
        asked = query.read(typed, is_typing="typing" in request.POST)
    except query.TooLong:
        return HttpResponse(status=204)
    if asked.is_words:
        answer = asking.ask(asked, request.user)
        enquiry = enquiries.note(by=request.user, query=asked, found=evidence(answer, request.user))
        hit = _opened(request, answer)
        if enquiry and hit:
            enquiries.open_hit(by=request.user, enquiry=enquiry, document=hit, place=_place(request))
        if enquiry and "in_vain" in request.POST:
            enquiries.say_in_vain(by=request.user, enquiry=enquiry)
    if "in_vain" in request.POST and "X-Fragment" not in request.headers:
        messages.success(request, "Thank you. It is noted without your name.")
        return redirect(f"{reverse('search:results')}?{urlencode({'q': typed})}")
    return HttpResponse(status=204)


def _opened(request: HttpRequest, first: Answer) -> Document | None:
    """The hit, if this search shows it: on its first page, or where it is said to stand."""
    pk, place = number(request.POST.get("number", "")), _place(request)
    if pk is None:
        return None
    thing = request.POST.get("kind", ""), pk
    if hit := _named(thing, first):
        return hit
    return _named(thing, asking.ask(first.query, request.user, start=place // SIZE * SIZE)) if place >= SIZE else None


def _named(thing: tuple[str, int], answer: Answer) -> Document | None:
    documents = (hit.document for hit in [*answer.bets, *answer.hits])
    return next((each for each in documents if (each.kind, each.number) == thing), None)


def _place(request: HttpRequest) -> int:
    return min(number(request.POST.get("place", "")) or 0, FARTHEST)
