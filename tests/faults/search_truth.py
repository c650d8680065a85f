"""What each may find, worked out from the tables of the rooms, without any engine."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from intranet.people.models import Team, User
from microblog.models import Tag, Update
from search import asking, searching

from . import search_story as story
from .search_pages import Found, Offered


@dataclass(frozen=True)
class Question:
    """What is typed, and what it means: words that all are there, words that are not, words in this order, a filter."""

    typed: str
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    tag: str = ""
    team: bool = False


@dataclass(frozen=True)
class Said:
    address: str
    words: tuple[str, ...]
    tags: frozenset[str]
    in_team: bool


class Truth:
    """Of one person, at the moment when it is made."""

    def __init__(self, role: str, person: User, team: Team) -> None:
        self.role, self.sees_secrets = role, Team.objects.visible_to(person).filter(pk=team.pk).exists()
        told = Update.objects.standing().visible_to(team.memberships.get(is_lead=True).person)
        in_team = set(Update.objects.addressed_to_team(team).values_list("pk", flat=True))
        assert told.filter(pk__in=in_team).count() == len(in_team)
        self.said = [
            Said(
                update.get_absolute_url(),
                tuple(re.findall(r"\w+", update.text)),
                frozenset(tag.name for tag in update.tags.all()),
                update.thread_id in in_team,
            )
            # What tells of a post is not found beside the post.
            for update in Update.objects.standing().visible_to(person).filter(card={}).prefetch_related("tags")
        ]
        self.titles = [
            *User.objects.here().values_list("name", flat=True),
            *Team.objects.visible_to(person).values_list("name", flat=True),
            *(str(tag) for tag in Tag.objects.visible_to(person)),
        ]

    # --- The page of results ----------------------------------------------------------------------
    def wrong_with(self, question: Question, found: Found) -> str:
        """A sentence, or nothing."""
        if found.status != 200:
            return f"{found.status} for {question.typed!r}"
        if leak := self._leak(question.typed, found.body):
            return leak
        every, some = self._expected(question)
        if found.any_word and (len(every) >= asking.SIZE or len(some) <= len(every)):
            return f"{question.typed!r}: any of the words, though all of them find enough"
        expected = some if found.any_word else every
        if set(found.addresses) - expected:
            return f"{question.typed!r} finds {sorted(set(found.addresses) - expected)[:3]}"
        if found.is_partial:
            return ""
        count = min(len(expected), searching.COUNTED)
        if (found.count, len(found.addresses)) != (count, min(count, asking.SIZE)):
            return f"{question.typed!r}: {found.count} results, {len(found.addresses)} on the page, instead of {count}"
        return ""

    def _expected(self, question: Question) -> tuple[set[str], set[str]]:
        """What has all of the words, and what has any of them."""
        every = {said.address for said in self.said if _fits(said, question, every=True)}
        return every, {said.address for said in self.said if _fits(said, question, every=False)}

    def _leak(self, typed: str, body: str) -> str:
        if self.sees_secrets:
            return ""
        told = [secret for secret in (*story.CANARIES, story.TEAM, story.TAG) if secret.lower() not in typed.lower()]
        found = [secret for secret in told if secret.lower() in body.lower()]
        return f"A LEAK: {typed!r} shows {found}" if found else ""

    # --- While one types --------------------------------------------------------------------------
    def wrong_with_offer(self, typed: str, offered: Offered) -> str:
        if offered.status != 200:
            return f"{offered.status} for the beginning {typed!r}"
        if leak := self._leak(typed, offered.body):
            return leak
        expected = {title for title in self.titles if any(w.startswith(typed) for w in _parts(title))}
        if set(offered.titles) - expected or len(offered.titles) != min(len(expected), 7):
            return f"{typed!r} offers {offered.titles} instead of {sorted(expected)}"
        return ""


def _fits(said: Said, question: Question, *, every: bool) -> bool:
    words = set(said.words)
    there = [word in words for word in question.words]
    return (
        (not there or (all(there) if every else any(there)))
        and not words.intersection(question.without)
        and (not question.phrase or _in_order(question.phrase, said.words))
        and (not question.tag or question.tag in said.tags)
        and (not question.team or said.in_team)
    )


def _in_order(phrase: Sequence[str], words: Sequence[str]) -> bool:
    size = len(phrase)
    return any(tuple(words[start : start + size]) == tuple(phrase) for start in range(len(words) - size + 1))


def _parts(title: str) -> list[str]:
    return re.findall(r"\w+", title.casefold())


def questions(dice: random.Random, truth: Truth, number: int) -> list[Question]:
    """So many different ones, about what somebody who sees everything can find."""
    told = [words for said in truth.said if (words := [word for word in said.words if word in story.COMMON])]
    return [_question(dice, dice.choice(told)) for _ in range(number)]


def _question(dice: random.Random, words: Sequence[str]) -> Question:
    one, two = dice.choice(words), dice.choice(words)
    place = dice.randrange(max(1, len(words) - 1))
    other = dice.choice([word for word in story.COMMON if word != one])
    pair = tuple(words[place : place + 2])
    tag = dice.choice([*story.TAGS, story.TAG, story.OPEN_TAG])
    canary = dice.choice(story.CANARIES)
    return dice.choice(
        [
            Question(f"kind:update {one}", (one,)),
            Question(f"kind:update {one} {two}", (one, two) if one != two else (one,)),
            Question(f'kind:update "{" ".join(pair)}"', phrase=pair),
            Question(f"{one} -{other} kind:update", (one,), (other,)),
            Question(f"kind:update tag:{tag}", tag=tag),
            Question(f"kind:update {one} team:{story.TEAM.lower()}", (one,), team=True),
            Question(f"kind:update {canary}", (canary,)),
        ]
    )


def beginnings(dice: random.Random) -> list[str]:
    """What somebody types first."""
    return [story.BEGINNING, story.BEGINNING, *(word[:4] for word in dice.sample(story.TAGS, 3)), "clar", "plat"]
