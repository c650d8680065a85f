"""Made-up questions, half of them unanswered, and much that waits for one person. Needs Django."""

import random
from datetime import timedelta
from typing import Any

from tests.bench.history import sentence

QUESTIONS = 400
WRONG, DUE, MISSED = 30, 30, 20  # that wait for one person, beside the questions about their topics


def write(who: str) -> dict[str, str]:
    """Write all of it; the addresses of the pages that are measured, by name."""
    from intranet.people.models import User

    dice = random.Random(2029)
    people = list(User.objects.here().order_by("pk"))
    me = User.objects.get(username=who)
    _ask(people, dice)
    _object(me, people, dice)
    _miss(me, dice)
    return {"waiting": "/questions/", "tray": "/notices/", "desk": "/desk/"}


def _ask(people: list[Any], dice: random.Random) -> None:
    """About every topic; the latter half was answered."""
    from intranet.people.models import Topic
    from microblog.actions import updates
    from microblog.models import OneTimeKey

    topics = list(Topic.objects.order_by("pk"))
    for number in range(QUESTIONS):
        by, another = dice.sample(people, 2)
        words = f"{sentence(dice).capitalize()} {number}?"
        asked = updates.post(by=by, text=words, key=f"bench-ask-{number}", asks_about=[topics[number % len(topics)]])
        if asked and number >= QUESTIONS // 2:
            updates.reply(by=another, to=asked, text=sentence(dice), key=f"bench-answer-{number}")
    OneTimeKey.objects.filter(key__startswith="bench-").delete()


def _object(me: Any, people: list[Any], dice: random.Random) -> None:
    """Somebody says of articles of theirs that they are wrong, and others are due."""
    from django.utils import timezone

    from wiki.actions import voices
    from wiki.models import Article

    mine = list(Article.objects.filter(owner=me, live=True).order_by("pk")[: WRONG + DUE])
    others = [person for person in people if person.pk != me.pk]
    for article in mine[:WRONG]:
        voices.object_to(by=dice.choice(others), article=article, line=sentence(dice)[:200])
    due = timezone.localdate() - timedelta(days=1)
    Article.objects.filter(pk__in=[article.pk for article in mine[WRONG:]]).update(verified_until=due)


def _miss(me: Any, dice: random.Random) -> None:
    from search.actions import missed
    from search.missed import Group

    for number in range(MISSED):
        words = f"{sentence(dice)[:40]} {number}"
        group = Group(words, words, people=3 + number, times=9, found=0, things=frozenset())
        missed.begin_missed(group=group, owner=me)
