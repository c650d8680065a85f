"""Groups of words that mean the same."""

from collections.abc import Callable

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from intranet.kit import paging, policy
from search.actions import synonyms as actions
from search.forms import SynonymForm
from search.models import Synonym
from search.undo import offer_undo

SIZE = 50


def synonyms(request: HttpRequest) -> HttpResponse:
    """All groups, those changed last first."""
    policy.require(request.user, "search.tune")
    groups = Synonym.objects.select_related("by__profile").prefetch_related("words")
    page = paging.newest_first(groups, before=request.GET.get("before", ""), size=SIZE, by="at")
    return render(request, "search/synonyms.html", {"groups": page.items, "next": page.next})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    policy.require(request.user, "search.tune")
    if request.method == "GET":
        return _form(request, SynonymForm(initial={"words": request.GET.get("words", "")[:200]}))
    form = SynonymForm(request.POST)
    if form.is_valid() and _store(form, lambda words: actions.add(by=request.user, words=words)):
        messages.success(request, "The search knows these words now.")
        return redirect("search:synonyms")
    return _form(request, form, status=422)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    policy.require(request.user, "search.tune")
    group = _find(pk)
    return _form(request, SynonymForm(initial={"words": str(group)}, group=group), group=group)


def save(request: HttpRequest, pk: int) -> HttpResponse:
    policy.require(request.user, "search.tune")
    group = _find(pk)
    form = SynonymForm(request.POST, group=group)
    if form.is_valid() and _store(form, lambda words: actions.change(by=request.user, group=group, words=words)):
        messages.success(request, "The search knows these words now.")
        return redirect("search:synonyms")
    return _form(request, form, group=group, status=422)


def delete(request: HttpRequest, pk: int) -> HttpResponse:
    policy.require(request.user, "search.tune")
    group = _find(pk)
    words = str(group)
    actions.delete(by=request.user, group=group)
    said = f"These no longer mean the same: {words}"
    offer_undo(request, said, reverse("search:synonym_new"), name="words", value=words)
    return redirect("search:synonyms")


def _find(pk: int) -> Synonym:
    return get_object_or_404(Synonym.objects.prefetch_related("words"), pk=pk)


def _store(form: SynonymForm, act: Callable[[list[str]], object]) -> bool:
    try:
        act(form.cleaned_data["words"])
    except IntegrityError:  # somebody else was a moment faster
        form.add_error("words", "One of these has just been put into another group. Look there first.")
        return False
    return True


def _form(request: HttpRequest, form: SynonymForm, *, group: Synonym | None = None, status: int = 200) -> HttpResponse:
    return render(request, "search/synonym_form.html", {"form": form, "group": group}, status=status)
