"""For whom a section is, and who writes in it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from intranet.kit import policy
from intranet.people.requests import Request
from intranet.writing.actions import texts
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
    asks = sure = ""
    if request.method == "POST" and form.is_valid():
        audience = form.cleaned_data["audience"]
        is_other = audience != section.audience
        sure = moving.sure_of(audience)
        if is_other and request.POST.get("sure") != sure:
            asks = moving.question_of(section, audience, request.user)
        elif _changed(request, form, section, is_other=is_other):
            return redirect(section)
    heading = "Who reads and writes here"
    context = {"form": form, "page": section, "heading": heading, "act": "Save", "asks": asks, "sure": sure}
    return render(request, "wiki/form.html", context, status=422 if form.errors else 200)


def _changed(request: Request, form: SettingsForm, section: Section, *, is_other: bool) -> bool:
    said = form.cleaned_data
    try:
        if is_other:
            actions.give_to(by=request.user, section=section, audience=said["audience"])
    except (actions.BelowAClosedOne, texts.Refused) as error:
        form.add_error("audience", str(error))
        return False
    actions.let_write(by=request.user, section=section, teams=said["teams"], people=said["people"])
    return True


def _as_it_is(section: Section) -> dict[str, object]:
    rows = list(section.publishers.select_related("person"))
    return {
        "audience": section.audience_id,
        "teams": [row.team_id for row in rows if row.team_id],
        "people": " ".join(sorted(row.person.username for row in rows if row.person)),
    }
