"""The moderators' desk: what waits, one thing of it, and what is decided."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from intranet.governance import moderation
from intranet.governance.actions import decisions as actions
from intranet.governance.forms import DecisionForm
from intranet.kit import paging, policy
from intranet.kit.declarations import StaysThere
from intranet.people.requests import Request


def show(request: Request) -> HttpResponse:
    policy.require(request.user, "report.decide")
    start = paging.number(request.GET.get("start", "")) or 0
    found = moderation.desk(request.user, start, request.GET.get("before", ""))
    return render(request, "governance/desk.html", {"desk": found, "start": start})


def thing(request: Request, kind: str, number: int) -> HttpResponse:
    """One thing that was reported, where a word can go with the decision."""
    policy.require(request.user, "report.decide")
    return _page(request, kind, number, DecisionForm())


def decide(request: Request, kind: str, number: int) -> HttpResponse:
    """Leave it, or take it down. Who was slower gets 409 and is told who was faster.

    The button that was pressed says up to which report one had read.
    """
    policy.require(request.user, "report.decide")
    title = _find(request, kind, number).cases[0].thing.title
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, kind, number, form, status=422)
    act = actions.take_down if "down" in request.POST else actions.keep
    upto = paging.number(request.POST.get("down", request.POST.get("kept", ""))) or 0
    try:
        act(by=request.user, kind=kind, number=number, upto=upto, word=form.cleaned_data["word"])
    except actions.AlreadyDecided:
        return _page(request, kind, number, form, status=409, was_faster=True)
    except StaysThere as error:
        form.add_error(None, str(error))
        return _page(request, kind, number, form, status=422)
    done = "was taken down" if act is actions.take_down else "stays"
    messages.success(request, f"{title}: it {done}. Those who reported it are told.")
    return redirect("governance:desk")


def _page(
    request: Request, kind: str, number: int, form: DecisionForm, *, status: int = 200, was_faster: bool = False
) -> HttpResponse:
    found = _find(request, kind, number)
    context = {"case": found.cases[0], "decided": found.decided, "form": form, "was_faster": was_faster}
    return render(request, "governance/thing.html", context, status=status)


def _find(request: Request, kind: str, number: int) -> moderation.Desk:
    """Raises Http404 for what nobody reported, and for what this moderator does not decide about."""
    found = moderation.one(request.user, kind, number)
    if found is None:
        raise Http404("Nothing was reported there.")
    return found
