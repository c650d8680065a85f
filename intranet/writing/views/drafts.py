"""What is typed and not saved, as the browser sends it every few seconds."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from intranet.kit import paging
from intranet.people.requests import Request
from intranet.writing.actions import drafts
from intranet.writing.fields import LONGEST
from intranet.writing.forms import TextForm
from intranet.writing.models import Stale

from .edit import beginnable, writable

SAVED = "You have saved this page since, perhaps in another window. What you write here is kept by this browser alone."


def keep(request: Request, key: str) -> HttpResponse:
    of, _, form = _of(request, key)
    if max(len(request.POST.get(name, "")) for name in ("body", "markdown")) > LONGEST:
        return JsonResponse({"error": f"This text is longer than {LONGEST:,} characters."}, status=413)
    try:
        draft = drafts.keep(by=request.user, words=form.words(request.POST), **of)
    except Stale:
        return JsonResponse({"error": SAVED}, status=409)
    return JsonResponse({"at": draft.saved_at.isoformat()})


def drop(request: Request, key: str) -> HttpResponse:
    of, back, _ = _of(request, key)
    drafts.drop(by=request.user, **of)
    if request.method == "DELETE":
        return HttpResponse(status=204)
    kept = {"draft_key": key, "person": request.user, "told": "Thrown away."}
    messages.success(request, render_to_string("writing/_saved.html", kept), extra_tags="whole")
    return redirect(back)


def _of(request: Request, key: str) -> tuple[dict[str, Any], str, type[TextForm]]:
    """What the key names, if the viewer may write there; where one goes on writing it, and in which form."""
    is_new, _, rest = key.partition("-")
    if is_new != "new":
        pk = _number(key)
        page, text_kind = writable(request, pk)
        return {"page": page}, reverse("writing:edit", args=[pk]), text_kind.form
    parent, _, kind = rest.partition("-")
    above, text_kind = beginnable(request, _number(parent), kind)
    return {"parent": above, "kind": kind}, reverse("writing:new", args=[above.pk, kind]), text_kind.form


def _number(text: str) -> int:
    number = paging.number(text)
    if number is None:
        raise Http404("No such draft.")
    return number
