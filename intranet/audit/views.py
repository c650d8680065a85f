from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from intranet.kit import paging, policy

from .models import Entry
from .sentences import sentence


def trail(request: HttpRequest) -> HttpResponse:
    """What was done, newest first."""
    policy.require(request.user, "trail.read")
    page = paging.newest_first(
        Entry.objects.visible_to(request.user), before=request.GET.get("before", ""), size=50, by="at"
    )
    lines = [(entry, sentence(entry)) for entry in page.items]
    return render(request, "audit/trail.html", {"lines": lines, "next": page.next})
