"""Somebody was faster: what they did, what I did, and the text with both."""

from dataclasses import dataclass, field
from typing import Any, cast

from django.http import QueryDict

from intranet.people.models import User

from . import merging
from .differing import Piece, text_of, words
from .fields import cleaned
from .forms import TextForm
from .models import LongText


@dataclass(frozen=True)
class Place:
    """A place that both changed, word by word against what stood there before."""

    mine: list[Piece]
    theirs: list[Piece]


@dataclass(frozen=True)
class Conflict:
    """What is shown to who was slower. `data` is the form with both texts; saving it again saves just that."""

    by: User | None
    places: list[Place]
    theirs: list[Piece]  # all that they changed
    data: QueryDict
    took: list[str] = field(
        default_factory=list
    )  # fields, by label, that are theirs now because I had not touched them


def between(form: TextForm, page: LongText) -> Conflict:
    """`form` was sent from an older revision than `page` has now."""
    base = _as_it_was(page, form.cleaned_data["base"])
    was = str(cleaned(base.body if base else ""))
    merged = merging.merge(was, str(form.cleaned_data["html"]), str(page.body))
    data = cast(QueryDict, form.data).copy()
    data["base"], data["body"] = str(page.head), merged.html
    data.pop("markdown", None)
    return Conflict(
        by=page.changed_by,
        places=[Place(_pieces(clash.base, clash.mine), _pieces(clash.base, clash.theirs)) for clash in merged.clashes],
        theirs=words(text_of(was), text_of(page.body)),
        data=data,
        took=_take_theirs(form, base, page, data),
    )


def _pieces(old: str, new: str) -> list[Piece]:
    return words(text_of(old), text_of(new))


def _take_theirs(form: TextForm, base: LongText | None, page: LongText, data: QueryDict) -> list[str]:
    """Of the fields that I left alone, those that they changed are theirs."""
    took = []
    for name in form.on_page:
        bound = form[name]
        if base is None or not _same(form.cleaned_data.get(name), was := getattr(base, name)):
            continue
        if not _same(now := getattr(page, name), was):
            shown = bound.field.prepare_value(getattr(now, "pk", now))
            data.setlist(name, [str(shown)] if shown not in (None, False) else [])
            took.append(str(bound.label))
    return took


def _same(one: Any, other: Any) -> bool:
    return (one or None) == (other or None)


def _as_it_was(page: LongText, number: int | None) -> LongText | None:
    revision = page.revisions.filter(pk=number or 0).first()
    return revision.as_object() if revision else None
