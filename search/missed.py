"""Which words are missed: several people looked for them, and found nothing that helped.

Nobody is counted who is not counted for the page of learning, and no words are known here that could not be named to
somebody: see `naming`. All of it is read by a task, never while somebody waits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q
from django.utils import timezone

from .backends.whoosh.fuzzy import edits
from .models import Enquiry, MissedSearch, SynonymWord
from .models.enquiry import EnquiryQuerySet
from .models.missed import How
from .naming import SEVERAL, Things, led_to, typed
from .normal import stems
from .query import plain

WITHIN = 30  # days
MOST = 200  # missed searches that are open at once, those that most people miss
REST = timedelta(days=90)  # in which what was dismissed is not missed again, unless twice as many miss it
LONG = 6  # letters of a word from which on one that is a letter away is taken for the same

#: Nothing was opened, whether there was something or not, or it did not help.
IN_VAIN = Q(was_opened=False) | Q(was_in_vain=True)


@dataclass(frozen=True)
class Group:
    """Words that are missed, by how many people in a month at least, how often, and what they led to."""

    normal: str
    words: str
    people: int
    times: int
    found: int
    things: frozenset[tuple[str, int]]


def missed() -> list[Group]:
    """What is missed now, most people first."""
    counted = _counted(Enquiry.objects.lately(WITHIN))
    before = {row.normal: row for row in MissedSearch.objects.filter(normal__in=counted).order_by("made_at")}
    for normal, row in before.items():
        if row.ended_at:
            del counted[normal]
            counted |= _again(row, row.ended_at)
    words = typed(Enquiry.objects.lately(WITHIN).filter(IN_VAIN, normal__in=counted))
    things: Mapping[str, Things] = led_to(list(words), tops=True)
    groups = [
        Group(normal, words[normal], *numbers, things=frozenset(things.get(normal, ())))
        for normal, numbers in counted.items()
        if normal in words
    ]
    return sorted(groups, key=lambda group: (-group.people, -group.times, group.normal))


def _counted(enquiries: EnquiryQuerySet) -> dict[str, tuple[int, int, int]]:
    """By normal form: people, times and how much was found, of what several missed in a month and fewer found."""
    rows = (
        enquiries.filter(may_be_named=True)
        .values("normal", "month")
        .annotate(
            people=Count("who", distinct=True, filter=IN_VAIN),
            times=Count("pk", filter=IN_VAIN),
            helped=Count("who", distinct=True, filter=~IN_VAIN),
            most=Max("found"),
        )
        .filter(people__gte=SEVERAL)
        .order_by("-people", "normal")
        .values_list("normal", "people", "helped", "times", "most")
    )
    counted: dict[str, tuple[int, int, int]] = {}
    for normal, people, helped, times, found in rows[: 2 * MOST]:
        if people >= helped:
            counted[normal] = max((people, times, found), counted.get(normal, (0, 0, 0)))
    return counted


def _again(row: MissedSearch, ended_at: datetime) -> dict[str, tuple[int, int, int]]:
    """What was missed since it ended; for what was dismissed, only when far more miss it or a long time has passed."""
    since = Enquiry.objects.lately(WITHIN).filter(normal=row.normal, day__gt=timezone.localdate(ended_at))
    rests = row.how == How.DISMISSED and timezone.now() < ended_at + REST
    return {normal: now for normal, now in _counted(since).items() if not rests or now[0] >= 2 * row.people}


def different(groups: Iterable[Group], known: Iterable[str]) -> list[Group]:
    """Without those that are nearly the same as one before, or as words that are `known`."""
    groups, others = list(groups), list(known)
    told = _synonymous([*others, *(group.words for group in groups)])
    lines = [_line(words, told) for words in others]
    kept = []
    for group in groups:
        line = _line(group.words, told)
        if not any(_nearly(line, other) for other in lines):
            lines.append(line)
            kept.append(group)
    return kept


def _synonymous(texts: Iterable[str]) -> dict[str, str]:
    """For stems that are a word of a group of synonyms by themselves: what stands for the whole group. One query."""
    rows = SynonymWord.objects.filter(stems__in={stem for text in texts for stem in stems(text)})
    return {stem: f"={group}" for stem, group in rows.values_list("stems", "group")}


def _line(words: str, told: Mapping[str, str]) -> dict[str, str]:
    """Each word by its stem."""
    return {told.get(stem, stem): word.casefold() for word in plain(words).split() for stem in stems(word)}


def _nearly(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """The same stems, or all but one, whose word is a letter away."""
    mine, theirs = one.keys() - other.keys(), other.keys() - one.keys()
    if not mine and not theirs:
        return True
    if len(mine) != 1 or len(theirs) != 1:
        return False
    here, there = one[mine.pop()], other[theirs.pop()]
    return min(len(here), len(there)) >= LONG and here.isalpha() and there.isalpha() and edits(here, there, 1) <= 1
