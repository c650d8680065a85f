"""Somebody was faster: what they did, what I did, and the text with both."""

from dataclasses import dataclass, field
from typing import Any, cast

from django.http import QueryDict

from intranet.kit.diff import Piece, words
from intranet.kit.sequences import Steps
from intranet.people.models import User

from . import merging
from .differing import text_of
from .fields import cleaned
from .forms import TextForm
from .models import LongText


@dataclass(frozen=True)
class Place:
    """A place that both changed, word by word against what stood there before."""

    mine: list[Piece]
    theirs: list[Piece]


@dataclass(frozen=True)
class Apart:
    """A field that both changed, each in another way, by its label."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Conflict:
    """What is shown to who was slower. `data` is the form with both texts; saving it again saves just that."""

    by: User | None
    places: list[Place]
    theirs: list[Piece]  # all that they changed
    data: QueryDict
    both: list[tuple[str, str]]  # the fields of a form that saves what both wrote, one below the other
    # Fields, by label, that are theirs now because I had not touched them.
    took: list[str] = field(default_factory=list)
    apart: list[Apart] = field(default_factory=list)  # what is mine stands in the form


def between(form: TextForm, page: LongText) -> Conflict:
    """`form` was sent from an older revision than `page` has now."""
    base = _as_it_was(page, form.cleaned_data["base"], form.viewer)
    was = str(cleaned(base.body if base else ""))
    merged = merging.merge(was, str(form.cleaned_data["html"]), str(page.body), Steps())
    steps = Steps()
    data = cast(QueryDict, form.data).copy()
    data["base"], data["body"] = str(page.head), merged.html
    data.pop("markdown", None)
    took = _take_theirs(form, base, page, data)
    return Conflict(
        by=page.changed_by,
        places=[_place(clash, steps) for clash in merged.clashes],
        theirs=words(text_of(was), text_of(page.body), steps),
        data=data,
        both=_fields(data, merged.both),
        took=took,
        apart=_apart(form, base, page),
    )


def _fields(data: QueryDict, body: str) -> list[tuple[str, str]]:
    """All but what the page itself brings."""
    kept = [(name, value) for name, values in data.lists() for value in values]
    return [*((name, value) for name, value in kept if name not in {"body", "csrfmiddlewaretoken"}), ("body", body)]


def _place(clash: merging.Clash, steps: Steps) -> Place:
    was, mine, theirs = (text_of(html) for html in (clash.base, clash.mine, clash.theirs))
    return Place(words(was, mine, steps), words(was, theirs, steps))


def _apart(form: TextForm, base: LongText | None, page: LongText) -> list[Apart]:
    """The fields that both changed, each in another way."""
    found = []
    for name in form.on_page:
        mine, theirs = form.cleaned_data.get(name), getattr(page, name)
        if _same(mine, theirs) or (base and any(_same(getattr(base, name), one) for one in (mine, theirs))):
            continue
        found.append(Apart(str(form[name].label), _said(form, name, mine), _said(form, name, theirs)))
    return found


def _said(form: TextForm, name: str, value: Any) -> str:
    """The value in words: of a choice, its name."""
    names = dict(getattr(form.fields[name], "choices", ()))
    return str(names.get(getattr(value, "pk", value), value or ""))


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


def _as_it_was(page: LongText, number: int | None, viewer: User) -> LongText | None:
    """None for a number that somebody made up, also when it is that of a text they may not know."""
    revision = page.revisions_for(viewer).filter(pk=number or 0).first()
    return revision.as_object() if revision else None
