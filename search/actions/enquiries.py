"""What people look for is noted, so that the search can be made to find it. The trail hears nothing of it."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import now

from search.evidence import Evidence, words_of
from search.models import Document, Enquiry, EnquiryKey, EnquiryPart, Visit
from search.models.enquiry import EnquiryQuerySet
from search.normal import normal_of
from search.query import Query

from . import missed

SAME = timedelta(minutes=10)  # in which the same words are the same enquiry
TYPING = timedelta(seconds=30)  # in which words that begin with those before are the same, typed on
MOST = 200  # enquiries of a person in a day; what is beyond is not a person reading
KNOWN = timedelta(hours=23)  # and the turn comes every hour, so nobody is known for longer than a day
KEPT = 400  # days
WORDS = Enquiry._meta.get_field("words").max_length or 0
FILTERS = Enquiry._meta.get_field("filters").max_length or 0


@transaction.atomic
def note(*, by: Any, query: Query, found: Evidence) -> Enquiry | None:
    """`by` looked for the words of `query`, and this is what they led to.

    The same words again, and words typed on, are no other enquiry. None when there were no words, or far too many.
    """
    words = words_of(query)
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
        if found.found > enquiry.found:  # narrowing what was found does not make it nothing
            _tell(enquiry, found, is_whole=enquiry.may_be_named)
        return enquiry
    if len(before) == MOST and not half:
        return None
    enquiry = half or Enquiry()
    enquiry.words, enquiry.normal, enquiry.filters = words[:WORDS].rstrip(), normal, _filters_of(query)
    enquiry.asked(at=now(), by=by.pk)
    _tell(enquiry, found, is_whole=len(words) <= WORDS)
    return enquiry


@transaction.atomic
def open_hit(*, by: Any, enquiry: Enquiry, document: Document, place: int) -> None:
    """`by` opened this hit of an enquiry of theirs. Twice is once."""
    hit = {"kind": document.kind, "number": document.number}
    Visit.objects.get_or_create(enquiry=enquiry, **hit, defaults={"place": place, "at": now()})
    missed.led_further(normal=enquiry.normal, things=[(document.kind, document.number)])
    if not enquiry.was_opened:
        enquiry.was_opened = True
        enquiry.save(update_fields=["was_opened"])


@transaction.atomic
def say_in_vain(*, by: Any, enquiry: Enquiry) -> None:
    """`by` says that what they found did not help, whatever they opened of it."""
    enquiry.was_in_vain = True
    enquiry.save(update_fields=["was_in_vain"])


def forget_who_asked() -> int:
    """Nobody knows any more who asked, or at what time, a day ago; or what was asked long ago. How many were sealed.

    In several transactions, so that nobody waits for it.
    """
    Enquiry.objects.filter(day__lt=timezone.localdate() - timedelta(days=KEPT)).delete()
    EnquiryKey.objects.exclude(month=timezone.localdate().replace(day=1)).delete()
    known = Enquiry.objects.exclude(person=None).filter(at__lt=now() - KNOWN)
    days = list(known.values_list("day", flat=True).distinct())
    return sum(_seal(known.filter(day=day), timezone.make_aware(datetime.combine(day, time()))) for day in days)


@transaction.atomic
def _seal(enquiries: EnquiryQuerySet, midnight: datetime) -> int:
    # The second in which something was asked would tell whoever reads the log of a web server.
    Visit.objects.filter(enquiry__in=enquiries.values("pk")).update(at=midnight)
    return enquiries.update(person=None, at=midnight)


def _filters_of(query: Query) -> str:
    plain = Query(without=query.without, filters=query.filters, before=query.before, after=query.after)
    return str(plain)[:FILTERS].rstrip()


def _the_same(before: list[Enquiry], normal: str) -> Enquiry | None:
    return next((each for each in before if each.normal == normal and each.at > now() - SAME), None)


def _half_typed(before: list[Enquiry], words: str) -> Enquiry | None:
    """The last one, if these are its words typed on."""
    last = before[0] if before else None
    if last is None or last.was_opened or last.was_in_vain or last.at <= now() - TYPING:
        return None
    return last if words.casefold().startswith(last.words.casefold()) else None


def _tell(enquiry: Enquiry, found: Evidence, is_whole: bool = True) -> None:
    """Store it with what its words led to; words that were cut, or of which that is not known, are never named."""
    enquiry.found = found.found
    enquiry.top_kind, enquiry.top_number = (found.top.kind, found.top.number) if found.top else ("", None)
    enquiry.may_be_named = is_whole and found.apart is not None
    enquiry.save()
    enquiry.parts.all().delete()
    parts = [EnquiryPart(enquiry=enquiry, kind=each.kind, number=each.number) for each in found.apart or ()]
    EnquiryPart.objects.bulk_create(parts)
    things = [(part.kind, part.number) for part in parts]
    if found.top:
        things.append((found.top.kind, found.top.number))
    missed.led_further(normal=enquiry.normal, things=things)
