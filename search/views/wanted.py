"""What somebody waits for: "tell me when there is an answer"."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from search import asking, query
from search.actions import wanted as actions
from search.answered import query_of, whole
from search.evidence import words_of
from search.models import Wanted


def wanted(request: HttpRequest) -> HttpResponse:
    """What the reader waits for, and nobody else sees; asked last first."""
    rows = Wanted.objects.visible_to(request.user).order_by("-at", "-pk")
    return render(request, "search/wanted.html", {"wanted": rows})


def want(request: HttpRequest) -> HttpResponse:
    """``q`` is what was looked for, of which the words count alone."""
    try:
        words = words_of(query.read(request.POST.get("q", "")))
    except query.TooLong as error:
        messages.error(request, str(error))
        return redirect("search:wanted")
    found = len(whole(asking.ask(query_of(words), request.user)))
    try:
        is_kept = actions.want(by=request.user, words=words, found=found)
    except actions.TooMany:
        messages.error(request, f"You wait for {actions.MOST} answers already. Take one of them back first.")
    else:
        if is_kept:
            messages.success(request, "You will be told when there is an answer.")
        else:
            messages.error(request, "Search for some words first.")
    return redirect("search:wanted")


def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    actions.take_back(by=request.user, wanted=get_object_or_404(Wanted.objects.visible_to(request.user), pk=pk))
    messages.success(request, "Nothing is kept of it any more.")
    return redirect("search:wanted")
