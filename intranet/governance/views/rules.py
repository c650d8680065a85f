"""The rules of the house: reading them, accepting them, and what they said before."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from intranet.governance import rules
from intranet.governance.actions import rules as actions
from intranet.governance.asking import ACCEPTED, safe
from intranet.governance.models import UseRules
from intranet.kit import paging, policy
from intranet.kit.diff import versions
from intranet.people.requests import Request

VERSIONS = 20  # on one page of the history


def show(request: Request) -> HttpResponse:
    """What holds. Whoever has not accepted it does so here, and goes on to where they wanted to go."""
    newest = rules.newest()
    if newest and not rules.has_accepted(request.user, rules.last_asked()):
        return _first(request, newest, safe(request, request.GET.get("next", "/")))
    may_write = policy.allows(request.user, "rules.write")
    return render(request, "governance/rules.html", {"rules": newest, "may_write": may_write})


def accept(request: Request) -> HttpResponse:
    """Accept the version that was read; when there is another one by now, it is shown, and nothing is accepted."""
    back = safe(request, request.POST.get("next", "/"))
    newest = rules.newest()
    if newest is None:
        return redirect("governance:rules")
    if paging.number(request.POST.get("version", "")) != newest.version:
        return _first(request, newest, back, status=409)
    actions.accept(by=request.user, rules=newest)
    request.session[ACCEPTED] = newest.version
    return HttpResponseRedirect(back)


def history(request: Request) -> HttpResponse:
    """What the rules said before, who changed them, and whether everybody was asked again."""
    rows = list(UseRules.objects.select_related("by"))
    skip = paging.number(request.GET.get("skip", "")) or 0
    made = versions([(each.at, each.text) for each in rows], skip=skip, most=VERSIONS)
    shown = list(zip(rows[::-1][skip:], made, strict=False))
    earlier = skip + VERSIONS if skip + VERSIONS < len(rows) else None
    return render(request, "governance/rules_history.html", {"versions": shown, "earlier": earlier})


def _first(request: Request, newest: UseRules, back: str, *, status: int = 200) -> HttpResponse:
    context = {"rules": newest, "next": back, "has_changed": status == 409}
    return render(request, "governance/rules_first.html", context, status=status)
