"""What people look for is noted, so that the search can be made to find it. The trail hears nothing of it."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.timezone import now

from search.asking import Answer
from search.models import Document, Enquiry, Visit
from search.normal import normal_of
from search.query import Query

SAME = timedelta(minutes=10)  # in which the same words are the same enquiry
TYPING = timedelta(seconds=30)  # in which words that begin with those before are the same, typed on
MOST = 200  # enquiries of a person in a day; what is beyond is not a person reading
WORDS = Enquiry._meta.get_field("words").max_length or 0
FILTERS = Enquiry._meta.get_field("filters").max_length or 0


@transaction.atomic
def note(*, by: Any, answer: Answer) -> Enquiry | None:
    """`by` looked for the words of the answer's query, and this is what was found.

    The same words again, and words typed on, are no other enquiry. None when there were no words, or far too many.
    """
    words = words_of(answer.query)
    normal = normal_of(words)
    if not normal:
        return None
    # One at a time: what a browser sends twice at once is noted once.
    get_user_model()._default_manager.select_for_update(no_key=True).get(pk=by.pk)
    before = list(Enquiry.objects.of(by).order_by("-at")[:MOST])
    enquiry = _the_same(before, normal)
    half = _half_typed(before, words)
    if enquiry:
        if half and half != enquiry:
            half.delete()
        _keep_the_most(enquiry, answer)
        return enquiry
    if len(before) == MOST and not half:
        return None
    enquiry = half or Enquiry()
    enquiry.words, enquiry.normal, enquiry.filters = words[:WORDS].rstrip(), normal, _filters_of(answer.query)
    _tell_found(enquiry, answer)
    enquiry.asked(at=now(), by=by.pk)
    enquiry.save()
    return enquiry


@transaction.atomic
def open_hit(*, by: Any, enquiry: Enquiry, document: Document, place: int) -> None:
    """`by` opened this hit of an enquiry of theirs. Twice is once."""
    hit = {"kind": document.kind, "number": document.number}
    Visit.objects.get_or_create(enquiry=enquiry, **hit, defaults={"place": place, "at": now()})
    if not enquiry.was_opened:
        enquiry.was_opened = True
        enquiry.save(update_fields=["was_opened"])


def words_of(query: Query) -> str:
    """What was looked for, without what narrows it."""
    return " ".join([*query.words, *query.phrases])


def _filters_of(query: Query) -> str:
    plain = Query(without=query.without, filters=query.filters, before=query.before, after=query.after)
    return str(plain)[:FILTERS].rstrip()


def _the_same(before: list[Enquiry], normal: str) -> Enquiry | None:
    return next((each for each in before if each.normal == normal and each.at > now() - SAME), None)


def _half_typed(before: list[Enquiry], words: str) -> Enquiry | None:
    """The last one, if these are its words typed on."""
    last = before[0] if before else None
    if last is None or last.was_opened or last.at <= now() - TYPING:
        return None
    return last if words.casefold().startswith(last.words.casefold()) else None


def _keep_the_most(enquiry: Enquiry, answer: Answer) -> None:
    """Narrowing what was found does not make it nothing."""
    if answer.count > enquiry.found:
        _tell_found(enquiry, answer)
        enquiry.save(update_fields=["found", "top_kind", "top_number"])


def _tell_found(enquiry: Enquiry, answer: Answer) -> None:
    enquiry.found = answer.count
    top = answer.hits[0].document if answer.hits else None
    enquiry.top_kind, enquiry.top_number = (top.kind, top.number) if top else ("", None)
