"""Writing the rules, and who has accepted them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from intranet.governance import rules
from intranet.governance.actions import rules as actions
from intranet.governance.forms import RulesForm
from intranet.kit import markup, paging, policy
from intranet.kit.diff import words
from intranet.kit.sequences import Steps
from intranet.people.models import User
from intranet.people.requests import Request

SIZE = 50  # people on one page


@require_http_methods(["GET", "POST"])
def edit(request: Request) -> HttpResponse:
    """Write the rules, look at them, save them. Who was slower gets 409, what differs, and keeps their text."""
    policy.require(request.user, "rules.write")
    newest = rules.newest()
    begun: dict[str, Any] = {"text": newest.text, "base": newest.version} if newest else {"base": 0}
    people = _everybody(request).count()
    form = RulesForm(request.POST or None, initial={"is_asked": True, **begun}, people=people)
    context: dict[str, Any] = {"form": form, "rules": newest, "people": people}
    if request.method == "GET":
        return render(request, "governance/rules_edit.html", context)
    if not form.is_valid():
        return render(request, "governance/rules_edit.html", context, status=422)
    said = form.cleaned_data
    if "preview" in request.POST:
        context["preview"] = markup.show_body(markup.body_from_markdown(said["text"]), markup.BodyThings())
        return render(request, "governance/rules_edit.html", context)
    try:
        actions.save(by=request.user, **said)
    except actions.Stale:
        newest = rules.newest()
        if newest:
            form.renew_base(newest.version)
            context |= {"rules": newest, "diff": words(newest.text, said["text"], Steps())}
        return render(request, "governance/rules_edit.html", context, status=409)
    messages.success(request, "Saved. It holds from now on.")
    return redirect("governance:rules")


def acceptances(request: Request) -> HttpResponse:
    """How many have accepted what holds, and who has not yet, or has."""
    policy.require(request.user, "rules.write")
    people = rules.people()
    have = request.GET.get("show") == "accepted"
    start = paging.number(request.GET.get("start", "")) or 0
    chosen = people.filter(accepted_at__isnull=not have).order_by("name", "pk")
    found = list(chosen[start : start + SIZE + 1])
    context = {
        "rules": rules.newest(),
        "counted": f"{people.exclude(accepted_at=None).count():,} of {_everybody(request).count():,}",
        "have": have,
        "people": found[:SIZE],
        "later": start + SIZE if len(found) > SIZE else None,
    }
    return render(request, "governance/acceptances.html", context)


def _everybody(request: Request) -> Any:
    return User.objects.visible_to(request.user).here()
