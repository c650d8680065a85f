"""The pages of topics. Who may change them does so on pages of `intranet.people`."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from intranet.kit import policy
from intranet.kit.declarations import UnderTopic, gathered
from intranet.people.models import Topic
from intranet.people.models.topic import experts_of
from intranet.people.requests import Request
from microblog import feeds, topics
from microblog.cards import cards
from microblog.mine import marks
from microblog.models.question import WAITING

SHOWN = 10  # questions that wait, on the page of a topic


def every(request: Request) -> HttpResponse:
    """All topics. Who tends them sees first those for which nobody is named, and of these what is asked most."""
    known = {each.number: each for each in topics.figures()}
    waiting = topics.waiting(request.user)
    under = [(part, part.counted(request.user)) for part in _under().values()]
    rows: list[dict[str, Any]] = [
        {
            "topic": topic,
            "figures": known.get(topic.pk),
            "waiting": waiting.get(topic.pk, 0),
            "under": [(part, counts[topic.pk]) for part, counts in under if counts.get(topic.pk)],
        }
        for topic in Topic.objects.all()
    ]
    if policy.allows(request.user, "topic.tend"):
        rows.sort(key=lambda row: -row["waiting"] if _is_orphan(row) else 1)
    return render(request, "microblog/topics/every.html", {"rows": rows})


def one(request: Request, pk: int) -> HttpResponse:
    """A topic: who is asked, what waits, what is written about it."""
    topic = get_object_or_404(Topic, pk=pk)
    waiting = list(feeds.questions(request.user, states=WAITING, topic=pk).order_by("posted_at", "pk")[:SHOWN])
    context = {
        "topic": topic,
        "experts": experts_of([pk])[pk],
        "figures": next((each for each in topics.figures() if each.number == pk), None),
        "many": topics.waiting(request.user).get(pk, 0),
        "cards": cards(waiting, request.user),
        "my_reactions": marks(waiting),
        "under": [(part, part.listed(request.user, pk)) for part in _under().values()],
    }
    return render(request, "microblog/topics/one.html", context)


def _under() -> dict[str, UnderTopic]:
    return gathered("under_topics", "UNDER")


def _is_orphan(row: dict[str, Any]) -> bool:
    return not (row["figures"] and row["figures"].experts)
