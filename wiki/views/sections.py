"""For whom a section is, and who writes in it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from intranet.kit import policy
from intranet.people.requests import Request
from wiki import moving
from wiki.actions import sections as actions
from wiki.forms import SettingsForm
from wiki.models import Section


@require_http_methods(["GET", "POST"])
def settings(request: Request, pk: int) -> HttpResponse:
    """Other readers than before are asked for twice, with how many pages it is about."""
    section: Section = get_object_or_404(Section.objects.visible_to(request.user).select_related("audience"), pk=pk)
    policy.require(request.user, "section.settings", section)
    above = moving.team_above(section)
    form = SettingsForm(
        request.POST or None, viewer=request.user, section=section, above=above, initial=_as_it_is(section)
    )
    asks = ""
    if request.method == "POST" and form.is_valid():
        audience = form.cleaned_data["audience"]
        is_other = audience != section.audience
        if not is_other or request.POST.get("sure"):
            if is_other:
                actions.give_to(by=request.user, section=section, audience=audience)
            teams, people = form.cleaned_data["teams"], form.cleaned_data["people"]
            actions.let_write(by=request.user, section=section, teams=teams, people=people)
            return redirect(section)
        asks = moving.question_of(section, audience)
    context = {"form": form, "page": section, "heading": "Who reads and writes here", "act": "Save", "asks": asks}
    return render(request, "wiki/form.html", context, status=422 if form.errors else 200)


def _as_it_is(section: Section) -> dict[str, object]:
    rows = list(section.publishers.select_related("person"))
    return {
        "audience": section.audience_id,
        "teams": [row.team_id for row in rows if row.team_id],
        "people": " ".join(sorted(row.person.username for row in rows if row.person)),
    }
