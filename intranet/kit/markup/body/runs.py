"""Text with marks, in the one order and form in which it is stored."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .addresses import link_of
from .reader import Element

Mark = tuple[str, tuple[tuple[str, str], ...]]  # a tag and its attributes
Marks = tuple[Mark, ...]  # in the order of `ORDER`


class Run(NamedTuple):
    """A piece of text with its marks; a line break is the text `\\n`, alone."""

    text: str
    marks: Marks = ()


ORDER = {tag: place for place, tag in enumerate(("a", "strong", "em", "s", "sub", "sup", "kbd", "code"))}
SAME = {
    "strong": "strong",
    "b": "strong",
    "em": "em",
    "i": "em",
    "var": "em",
    "cite": "em",
    "dfn": "em",
    "s": "s",
    "strike": "s",
    "del": "s",
    "code": "code",
    "tt": "code",
    "samp": "code",
    "kbd": "kbd",
    "sub": "sub",
    "sup": "sup",
}
_STYLES = (
    ("strong", re.compile(r"(?<![\w-])font-weight\s*:\s*(?:bold|[6-9]00)")),
    ("em", re.compile(r"(?<![\w-])font-style\s*:\s*(?:italic|oblique)")),
    ("s", re.compile(r"(?<![\w-])text-decoration[a-z-]*\s*:[^;]*line-through")),
    ("sub", re.compile(r"(?<![\w-])vertical-align\s*:\s*sub\b")),
    ("sup", re.compile(r"(?<![\w-])vertical-align\s*:\s*super\b")),
)
_NOT_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(?:normal|[1-5]00)")
_BLANKS = re.compile(r"[ \t\n]+")


def collapsed(text: str) -> str:
    """As a browser shows it: blanks and line ends in a row are one blank."""
    return _BLANKS.sub(" ", text)


def marked(element: Element, marks: Marks) -> Marks:
    """The marks of what stands in `element`, which itself stands in `marks`. A style is read for this and no more."""
    if element.tag == "a":
        link = link_of(element.attributes)
        return _with(marks, ("a", link)) if link else marks
    style = element.attributes.get("style", "").lower()
    if (tag := SAME.get(element.tag)) and not (tag == "strong" and _NOT_BOLD.search(style)):
        marks = _with(marks, (tag, ()))
    if style and element.tag != "p":
        for tag, pattern in _STYLES:
            if pattern.search(style):
                marks = _with(marks, (tag, ()))
    return marks


def strong(marks: Marks) -> Marks:
    return _with(marks, ("strong", ()))


def _with(marks: Marks, mark: Mark) -> Marks:
    against = {"sub": {"sub", "sup"}, "sup": {"sub", "sup"}}.get(mark[0], {mark[0]})
    kept = [each for each in marks if each[0] not in against]
    return tuple(sorted([*kept, mark], key=lambda each: ORDER[each[0]]))


def paragraphs(runs: Sequence[Run]) -> list[list[Run]]:
    """The paragraphs that the runs make: two line breaks in a row end one, and empty ones vanish."""
    if len(runs) == 1:
        alone = runs[0].text.strip()
        return [[Run(alone, runs[0].marks)]] if alone else []
    found: list[list[Run]] = [[]]
    gap: tuple[int, Marks] | None = None  # line breaks since the last word, and the marks over all of them
    for run in _words_and_gaps(runs):
        if run.text in {" ", "\n"}:
            breaks = int(run.text == "\n")
            gap = (gap[0] + breaks, _shared(gap[1], run.marks)) if gap else (breaks, run.marks)
            continue
        words = found[-1]
        if gap and gap[0] > 1:
            found.append([run])
        elif gap and words:
            marks = _shared(_shared(gap[1], words[-1].marks), run.marks)
            words += [Run("\n" if gap[0] else " ", marks), run]
        else:
            words.append(run)
        gap = None
    return [joined for words in found if (joined := _joined(_trimmed(words)))]


def nested(runs: Sequence[Run], around: Marks = ()) -> Iterator[tuple[Mark | None, Sequence[Run]]]:
    """The runs in groups that share a mark not yet `around` them: the one that reaches furthest, and code innermost."""
    start = 0
    while start < len(runs):
        reach = [(mark, _reach(mark, runs, start)) for mark in runs[start].marks if mark not in around]
        mark, end = max(reach, key=_first, default=(None, start + 1))
        yield mark, runs[start:end]
        start = end


def _reach(mark: Mark, runs: Sequence[Run], start: int) -> int:
    """Where the mark ends; code ends where any other mark begins."""
    return next((place for place in range(start, len(runs)) if not _goes_on(mark, runs[start], runs[place])), len(runs))


def _goes_on(mark: Mark, first: Run, run: Run) -> bool:
    return run.marks == first.marks if mark[0] == "code" else mark in run.marks


def _first(reach: tuple[Mark | None, int]) -> tuple[bool, int, int]:
    mark, end = reach
    return (mark[0] != "code", end, -ORDER[mark[0]]) if mark else (False, 0, 0)


def _words_and_gaps(runs: Iterable[Run]) -> Iterator[Run]:
    for run in runs:
        if run.text == "\n":
            yield run
            continue
        core = run.text.strip(" ")
        if run.text.startswith(" "):
            yield Run(" ", run.marks)
        if core:
            yield Run(core, run.marks)
            if run.text.endswith(" "):
                yield Run(" ", run.marks)


def _shared(one: Marks, other: Marks) -> Marks:
    return one if one == other else tuple(mark for mark in one if mark in other)


def _trimmed(words: list[Run]) -> list[Run]:
    """Without blanks of any kind at both ends."""
    start, end = 0, len(words)
    while start < end and not words[start].text.strip():
        start += 1
    while end > start and not words[end - 1].text.strip():
        end -= 1
    kept = words[start:end]
    if kept:
        kept[0] = Run(kept[0].text.lstrip(), kept[0].marks)
        kept[-1] = Run(kept[-1].text.rstrip(), kept[-1].marks)
    return kept


def _joined(words: list[Run]) -> list[Run]:
    """Neighbours with the same marks as one; a line break stays alone."""
    pieces: list[tuple[list[str], Marks]] = []
    for word in words:
        if pieces and pieces[-1][1] == word.marks and word.text != "\n" and pieces[-1][0] != ["\n"]:
            pieces[-1][0].append(word.text)
        else:
            pieces.append(([word.text], word.marks))
    return [Run("".join(texts), marks) for texts, marks in pieces]
