"""A page as it would be read, with words that are not saved. They are kept as a draft, so that there is a way back."""

from contextlib import suppress
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from intranet.people.requests import Request
from intranet.writing.actions import drafts
from intranet.writing.forms import TextForm
from intranet.writing.kinds import TextKind
from intranet.writing.models import LongText, Stale

from .edit import beginnable, edit_page, writable


@require_POST
def preview(request: Request, pk: int) -> HttpResponse:
    found, kind = writable(request, pk)
    form = kind.form(request.POST, viewer=request.user, page=found)
    _keep(request, form, page=found)
    if not form.is_valid():
        return edit_page(request, kind, form, found, status=422)
    return _shown(request, kind, form, found, reverse("writing:edit", args=[pk]))


@require_POST
def preview_new(request: Request, pk: int, key: str) -> HttpResponse:
    parent, kind = beginnable(request, pk, key)
    page = unsaved(kind, parent, request)
    form = kind.form(request.POST, viewer=request.user, page=page)
    _keep(request, form, parent=parent, kind=key)
    if not form.is_valid():
        return edit_page(request, kind, form, page, parent=parent, status=422)
    return _shown(request, kind, form, page, reverse("writing:new", args=[pk, key]))


def unsaved(kind: TextKind, parent: LongText, request: Request) -> LongText:
    """A page that stands below `parent` as far as templates can tell, and has the number 0."""
    page = kind.model.below(parent, owner=request.user, changed_by=request.user, audience=parent.audience)
    page.pk = page.id = 0
    page.depth = parent.depth + 1
    page.path = kind.model._get_path(parent.path, page.depth, parent.numchild + 1)
    return page


def _keep(request: Request, form: TextForm, **of: Any) -> None:
    """What is too long is in the form alone. What is saved already needs no way back."""
    if not form.is_too_long:
        with suppress(Stale):
            drafts.keep(by=request.user, words=form.words(request.POST), **of)


def _shown(request: Request, kind: TextKind, form: TextForm, page: LongText, back: str) -> HttpResponse:
    for name, value in form.changes().items():
        setattr(page, name, value)
    context = {**kind.context(request, page), "kind": kind, "text": page, "back": back}
    return render(request, "writing/preview.html", context)
