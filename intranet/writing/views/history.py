"""What a page said before, for everybody who may read it."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from intranet.kit import markup, paging, policy
from intranet.kit.diff import words
from intranet.kit.sequences import Steps
from intranet.people.requests import Request
from intranet.writing import differing, kinds, showing
from intranet.writing.fields import cleaned
from intranet.writing.models import Change, LongText

from .edit import found_page

SIZE = 50


def history(request: Request, pk: int) -> HttpResponse:
    """Who changed it when and why, newest first."""
    text = found_page(request, pk)
    before = paging.number(request.GET.get("before", ""))
    rows = text.changes_for(request.user).select_related("by")
    if before:
        rows = rows.filter(revision__lt=before)
    changes = list(rows[: SIZE + 1])
    for change, earlier in zip(changes, [*changes[1:], None], strict=True):
        change.before = earlier.revision_id if earlier else None
    more = f"?before={changes[SIZE - 1].revision_id}" if len(changes) > SIZE else ""
    return render(request, "writing/history.html", {"text": text, "changes": changes[:SIZE], "next": more})


def compare(request: Request, pk: int) -> HttpResponse:
    """Any two revisions, word by word, the older one first."""
    text = found_page(request, pk)
    old, new = sorted((_change(request, text, name) for name in ("from", "to")), key=lambda change: change.revision_id)
    before, after = (_as_it_was(text, change) for change in (old, new))
    steps = Steps()
    context = {
        "text": text,
        "old": old,
        "new": new,
        "title": words(before.title, after.title, steps) if before.title != after.title else [],
        "regions": differing.compare(before.body, after.body, steps) if before.body != after.body else [],
    }
    return render(request, "writing/compare.html", context)


def revision(request: Request, pk: int, number: int) -> HttpResponse:
    """One of them, as it was read then; links lead to where they lead now."""
    text = found_page(request, pk)
    change = get_object_or_404(_changes(request, text), revision=number)
    was = _as_it_was(text, change)
    context = {
        "text": text,
        "change": change,
        "was": was,
        "body": markup.show_body(was.body, showing.things(was.body, request.user)),
        "may_restore": policy.allows(request.user, kinds.of(text).edits, text) and number != text.head,
    }
    return render(request, "writing/revision.html", context)


def _change(request: Request, text: LongText, name: str) -> Change:
    number = paging.number(request.GET.get(name, ""))
    if number is None:
        raise Http404("No such revision.")
    return get_object_or_404(_changes(request, text), revision=number)


def _changes(request: Request, text: LongText) -> QuerySet[Change]:
    return text.changes_for(request.user).select_related("by", "revision")


def _as_it_was(text: LongText, change: Change) -> LongText:
    was = text.with_content_json(change.revision.content)
    was.body = cleaned(str(was.body))
    return was
