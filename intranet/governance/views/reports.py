"""Asking the moderators to look at something, and hearing what became of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from intranet.governance.actions import reports as actions
from intranet.governance.forms import ReportForm
from intranet.governance.models import Decision, Report
from intranet.governance.reportables import reportables, told
from intranet.kit import paging
from intranet.kit.declarations import Reported
from intranet.people.requests import Request

THANKS = "Thank you. The moderators look at it, and you hear what becomes of it."


def ask(request: Request, kind: str, number: int) -> HttpResponse:
    """The form, with the line that one sent before."""
    thing = _find(request, kind, number)
    mine = Report.objects.visible_to(request.user).filter(by=request.user)
    sent = mine.open().about(kind, number).first()
    form = ReportForm(initial={"line": sent.line if sent else ""})
    return render(request, "governance/report.html", {"thing": thing, "form": form, "sent": sent})


def send(request: Request, kind: str, number: int) -> HttpResponse:
    """Take a report. One that cannot be taken comes back with its line."""
    thing, form = _find(request, kind, number), ReportForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            actions.send(by=request.user, kind=kind, number=number, line=form.cleaned_data["line"])
        except actions.TooMany:
            form.add_error(None, "You have reported a lot today. Write to a moderator, or go on tomorrow.")
            status = 429
        except actions.Gone as gone:
            raise Http404("It is gone.") from gone
        else:
            messages.success(request, THANKS)
            return redirect(thing.address)
    return render(request, "governance/report.html", {"thing": thing, "form": form}, status=status)


def mine(request: Request) -> HttpResponse:
    """What one has reported, and what became of it."""
    rows = Report.objects.visible_to(request.user).filter(by=request.user).select_related("decision")
    page = paging.newest_first(rows, before=request.GET.get("before", ""), by="at")
    known = told(request.user, {(report.kind, report.about) for report in page.items})
    reports = [(report, known.get((report.kind, report.about))) for report in page.items]
    return render(request, "governance/mine.html", {"reports": reports, "next": page.next})


def decision(request: Request, pk: int) -> HttpResponse:
    """Something one wrote was taken down: the word of who did it."""
    found = get_object_or_404(
        Decision.objects.visible_to(request.user).for_authors(request.user).select_related("by"), pk=pk
    )
    thing = told(request.user, [(found.kind, found.about)]).get((found.kind, found.about))
    if thing is None:
        raise Http404("It is not for them any more.")
    return render(request, "governance/taken_down.html", {"decision": found, "thing": thing})


def _find(request: Request, kind: str, number: int) -> Reported:
    """A thing that the viewer sees and that others wrote. Raises Http404."""
    declared = reportables().get(kind)
    if declared is None or not declared.others(request.user).filter(pk=number).exists():
        raise Http404("Nothing to report.")
    thing = declared.told(request.user, [number]).get(number)
    if thing is None or not thing.is_there:
        raise Http404("It is gone.")
    return thing
