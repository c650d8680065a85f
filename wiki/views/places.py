"""Where a page stands: moving it, taking it out, bringing it back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from intranet.kit import policy
from intranet.people.requests import Request
from intranet.writing.models import LongText
from wiki import moving, places
from wiki.actions import pages as actions
from wiki.forms import MoveForm
from wiki.models import OF_WIKI, WikiHome


@require_http_methods(["GET", "POST"])
def move(request: Request, pk: int) -> HttpResponse:
    """Other readers than before are asked for twice, with how many pages it is about."""
    page = _find(request, pk)
    policy.require(request.user, f"{page._meta.model_name}.move", page)
    form = MoveForm(
        request.POST or None,
        choices=_places_for(request, page),
        initial={"under": _above(request, page)},
        is_closed=bool(page.audience_id),
    )
    asks = sure = ""
    if request.method == "POST" and form.is_valid():
        parent = get_object_or_404(LongText.objects.visible_to(request.user), pk=form.cleaned_data["under"])
        policy.require(request.user, f"{page._meta.model_name}.create", parent)
        asks = moving.question(page, parent, request.user, opens=form.cleaned_data.get("opens", False))
        if asks:  # to take a page away from readers, or to give it to others, is more than to find a place for it
            policy.require(request.user, f"{page._meta.model_name}.withdraw", page)
        sure = moving.sure_of(parent.audience, parent)
        if not asks or request.POST.get("sure") == sure:
            if _moved(request, form, page, parent):
                return redirect(page)
            asks = ""
    context = {"form": form, "page": page, "heading": "Move this page", "act": "Move", "asks": asks, "sure": sure}
    return render(request, "wiki/form.html", context, status=422 if form.errors else 200)


def ask_withdraw(request: Request, pk: int) -> HttpResponse:
    page = _find(request, pk)
    policy.require(request.user, f"{page._meta.model_name}.withdraw", page)
    return render(request, "wiki/withdraw.html", {"page": page, "links": places.links_here(request.user, pk)})


def withdraw(request: Request, pk: int) -> HttpResponse:
    page = _find(request, pk)
    policy.require(request.user, f"{page._meta.model_name}.withdraw", page)
    above = _above(request, page)
    try:
        actions.withdraw(by=request.user, page=page)
    except actions.NotEmpty as error:
        messages.error(request, str(error))
        return redirect(page)
    messages.success(request, f"“{page.title}” is taken out. It can be brought back from here.")
    parent = LongText.objects.visible_to(request.user).filter(pk=above).first()
    return redirect(parent.specific if parent else "wiki:home")


def bring_back(request: Request, pk: int) -> HttpResponse:
    page = places.withdrawn_one(request.user, pk)
    if page is None:
        raise Http404("No such page.")
    policy.require(request.user, f"{page._meta.model_name}.withdraw", page)
    actions.bring_back(by=request.user, page=page)
    return redirect(page)


def _find(request: Request, pk: int) -> LongText:
    """A section or an article, as what it is."""
    page = get_object_or_404(LongText.objects.visible_to(request.user).filter(OF_WIKI), pk=pk).specific
    if isinstance(page, WikiHome):
        raise Http404("The home of the wiki stays where it is.")
    return page


def _places_for(request: Request, page: LongText) -> list[tuple[int, str]]:
    """Everywhere but below itself."""
    below = set(
        LongText.objects.visible_to(request.user).filter(path__startswith=page.path).values_list("pk", flat=True)
    )
    return [choice for choice in places.sections_for(request.user) if choice[0] not in below]


def _above(request: Request, page: LongText) -> int | None:
    rows = LongText.objects.visible_to(request.user).filter(path=page.path[: -LongText.steplen])
    return rows.values_list("pk", flat=True).first()


def _moved(request: Request, form: forms.Form, page: Any, parent: LongText) -> bool:
    try:
        actions.move(by=request.user, page=page, parent=parent, opens=form.cleaned_data.get("opens", False))
    except actions.NoPlaceThere as error:
        form.add_error("under", str(error))
        return False
    return True
