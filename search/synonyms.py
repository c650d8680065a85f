"""What else may stand where somebody typed a word: what colleagues said means the same."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from .models import SynonymWord
from .normal import stems

MOST = 200  # words of groups that are looked at for one query

Run = tuple[int, int]  # from which word on, and before which


def alternatives(words: Sequence[str]) -> list[tuple[Run, list[str]]]:
    """Runs of `words` (of a query, as typed) that may be replaced, each with the phrases (as typed) that mean the same.

    ``["find", "pay", "slip"]`` → ``[((1, 3), ["payslip", "salary statement"])]``. Runs may overlap. Asks the database
    each time, so that what was changed a moment ago counts in every process: once when there are none, twice otherwise.
    """
    line = [(stem, number) for number, word in enumerate(words) for stem in stems(word)]
    if not line:
        return []
    begun = SynonymWord.objects.filter(first__in={stem for stem, _ in line}).order_by().values_list("group", flat=True)
    if not (meant := set(begun[:MOST])):
        return []
    groups: dict[int, list[SynonymWord]] = defaultdict(list)
    for each in SynonymWord.objects.filter(group__in=meant).order_by("group", "place")[:MOST]:
        groups[each.group_id].append(each)
    found: dict[Run, dict[str, None]] = defaultdict(dict)
    for group in groups.values():
        for said in group:
            for run in _runs(line, tuple(said.stems.split(" "))):
                found[run] |= {other.words: None for other in group if other is not said}
    return [(run, list(others)) for run, others in sorted(found.items())]


def _runs(line: Sequence[tuple[str, int]], sought: tuple[str, ...]) -> Iterator[Run]:
    """The runs of whole words whose stems are `sought`."""
    size = len(sought)
    for start in range(len(line) - size + 1):
        end = start + size
        first, last = line[start][1], line[end - 1][1]
        is_whole = (start == 0 or line[start - 1][1] != first) and (end == len(line) or line[end][1] != last)
        if is_whole and tuple(stem for stem, _ in line[start:end]) == sought:
            yield first, last + 1
