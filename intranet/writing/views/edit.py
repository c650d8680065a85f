"""Writing on a page, and beginning a new one."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Revision

from intranet.kit import paging, policy
from intranet.people.requests import Request
from intranet.writing import conflicts, kinds
from intranet.writing.actions import drafts, texts
from intranet.writing.forms import TextForm
from intranet.writing.kinds import TextKind
from intranet.writing.models import Draft, LongText, Stale
from intranet.writing.panels import writing_now


def page(request: Request, pk: int) -> HttpResponse:
    """By its number alone, to where it is read now."""
    found = found_page(request, pk)
    if (address := found.get_absolute_url()) == request.path:
        raise Http404
    return redirect(address)


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Change a page. Whoever was slower gets 409 with both texts, and keeps theirs."""
    found, kind = writable(request, pk)
    if request.method == "POST":
        form = kind.form(request.POST, viewer=request.user, page=found)
        if form.is_valid():
            try:
                revision = _save(request, form, found)
            except Stale:
                return _conflict(request, form, found.pk)
            except ValidationError as refused:
                form.add_error(None, refused.messages)
            else:
                told = "" if revision.pk != found.head else "Nothing was changed."
                return _saved(request, str(found.pk), found.pk, told)
        return edit_page(request, kind, form, found, status=422)
    return edit_page(request, kind, *_opened(request, kind, found))


@require_http_methods(["GET", "POST"])
def new(request: Request, pk: int, key: str) -> HttpResponse:
    """Begin a page of the kind `key` below the page number `pk`."""
    parent, kind = beginnable(request, pk, key)
    page = kind.model.below(parent, owner=request.user)
    if request.method == "POST":
        form = kind.form(request.POST, viewer=request.user, page=page)
        if form.is_valid():
            try:
                made = _begin(request, form, page, parent, key)
                return _saved(request, f"new-{pk}-{key}", made.pk)
            except ValidationError as refused:
                form.add_error(None, refused.messages)
        return edit_page(request, kind, form, page, parent=parent, status=422)
    return edit_page(request, kind, *_opened(request, kind, page, parent), parent=parent)


@require_POST
def restore(request: Request, pk: int) -> HttpResponse:
    """An earlier text of a page stands there again, unless somebody has just changed it."""
    found, kind = writable(request, pk)
    revision = get_object_or_404(found.revisions_for(request.user), pk=_number(request, "revision"))
    why = request.POST.get("why", "").strip() or f"As it was on {revision.created_at:%-d %B %Y}"
    base = _number(request, "base")
    try:
        texts.restore(by=request.user, page=found, revision=revision, base=base, why=why[:200], more=kind.restored)
    except Stale:
        context = {"text": found_page(request, pk), "revision": revision, "why": request.POST.get("why", "")}
        return render(request, "writing/restore.html", context, status=409)
    except ValidationError as refused:
        messages.error(request, f"It cannot stand there again: {' '.join(refused.messages)}")
        return redirect("writing:revision", pk, revision.pk)
    return redirect(found)


def found_page(request: Request, pk: int) -> LongText:
    """The page as its own kind, if the viewer may read it, or works on it while it waits."""
    return kinds.found(request.user, pk)


def writable(request: Request, pk: int) -> tuple[LongText, TextKind]:
    found = found_page(request, pk)
    kind = kinds.of(found)
    policy.require(request.user, kind.edits, found)
    return found, kind


def beginnable(request: Request, pk: int, key: str) -> tuple[LongText, TextKind]:
    parent, kind = found_page(request, pk), kinds.named(key)
    if not kind.model.can_exist_under(parent):
        raise Http404("No such page can stand here.")
    policy.require(request.user, kind.creates, parent)
    return parent, kind


def _save(request: Request, form: TextForm, found: LongText) -> Revision:
    said = form.cleaned_data
    return texts.save(
        by=request.user,
        page=found,
        base=said["base"] or 0,
        changes=form.changes(),
        why=said["why"],
        more=form.save_more,
        done=partial(drafts.drop, by=request.user, page=found),
    )


def _begin(request: Request, form: TextForm, page: LongText, parent: LongText, key: str) -> LongText:
    for name, value in form.changes().items():
        setattr(page, name, value)
    said = form.cleaned_data
    return texts.begin(
        by=request.user,
        page=page,
        parent=parent,
        why=said["why"],
        more=form.save_more,
        done=partial(drafts.drop, by=request.user, parent=parent, kind=key),
        key=said["key"],
    )


def _opened(
    request: Request, kind: TextKind, found: LongText, parent: LongText | None = None
) -> tuple[TextForm, LongText, Draft | None]:
    """The form with the words of the draft, if there is one; else with those of the page."""
    of = {"parent": parent, "kind": found._meta.model_name} if parent else {"page": found}
    draft = Draft.objects.visible_to(request.user).filter(**of).first()
    asked = {} if draft or not parent else request.GET.dict()
    initial = kind.form.kept(draft.data) | {"base": draft.base} if draft else asked
    return kind.form(viewer=request.user, page=found, initial=initial), found, draft


def edit_page(
    request: Request,
    kind: TextKind,
    form: TextForm,
    found: LongText,
    draft: Draft | None = None,
    *,
    parent: LongText | None = None,
    status: int = 200,
) -> HttpResponse:
    key = found._meta.model_name
    context = {
        "form": form,
        "kind": kind,
        "key": key,
        "text": found,
        "parent": parent,
        "draft": draft,
        "draft_key": f"new-{parent.pk}-{key}" if parent else str(found.pk),
        "writing_now": [] if parent else writing_now(request.user, found.pk, but=request.user),
    }
    return render(request, "writing/edit.html", context, status=status)


def _saved(request: Request, draft_key: str, pk: int, told: str = "") -> HttpResponse:
    """To where the page is read now; the browser that kept a copy of the words need not any longer."""
    told = render_to_string("writing/_saved.html", {"draft_key": draft_key, "person": request.user, "told": told})
    messages.success(request, told, extra_tags="whole")
    return redirect("writing:page", pk)


def _conflict(request: Request, form: TextForm, pk: int) -> HttpResponse:
    """Three texts: what both started from, what stands there now, and what was to be saved, which is kept."""
    found = found_page(request, pk)
    kind = kinds.of(found)
    conflict = conflicts.between(form, found)
    again = kind.form(conflict.data, viewer=request.user, page=found)
    context = {
        "form": again,
        "kind": kind,
        "text": found,
        "conflict": conflict,
        "draft_key": str(pk),
        "writing_now": [],
    }
    return render(request, "writing/conflict.html", context, status=409)


def _number(request: Request, name: str) -> int:
    return paging.number(request.POST.get(name, "")) or 0
