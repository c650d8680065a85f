"""What somebody is told, and that they have read it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from intranet.kit import paging
from intranet.kit.http import came_from
from intranet.notifications.actions import reading
from intranet.notifications.models import Notice
from intranet.notifications.tray import tray as tray_of


def tray(request: HttpRequest) -> HttpResponse:
    """A page of it, newest first."""
    before = paging.number(request.GET.get("before", "")) or 0
    return render(request, "notifications/tray.html", {"tray": tray_of(request.user, before), "is_first": not before})


def read(request: HttpRequest, pk: int) -> HttpResponse:
    """One group of notices, by the number of its newest; a script only wants to know that it arrived."""
    reading.read(by=request.user, notice=get_object_or_404(Notice.objects.visible_to(request.user), pk=pk))
    return HttpResponse(status=204) if request.headers.get("X-Fragment") else back(request)


def read_all(request: HttpRequest) -> HttpResponse:
    """All that the page showed, and what is older; what came meanwhile is still unread."""
    reading.read_all(by=request.user, until=paging.number(request.POST.get("until", "")) or 0)
    return redirect("notices:tray")


def back(request: HttpRequest) -> HttpResponse:
    """To where the button stood; a browser that does not tell is led to the tray."""
    return redirect(came_from(request) or "notices:tray")
