"""Who may do what at the addresses of questions and topics."""

from typing import Any

from intranet.people.models import Topic

from .access_rows import DELETE, LEARNERS, NOBODY, SIGNED_IN, TEAM, Row, Send, says
from .canary_world import ANSWER, QUESTION, World

NO_QUESTION = {"pk": 987654}
DECIDES = frozenset({"author", "admin"})
ON_IT = frozenset({"insider", "admin"})


def question(world: World) -> list[dict[str, Any]]:
    return [{"pk": world.updates["question"].pk}]


def waiting(world: World) -> list[dict[str, Any]]:
    return [{"pk": world.updates["other_question"].pk}]


def answer(world: World) -> list[dict[str, Any]]:
    return [{"pk": world.updates["answer"].pk}]


def drafted(world: World) -> list[dict[str, Any]]:
    return [{"pk": world.updates["drafted"].pk}]


def draft(world: World) -> list[dict[str, Any]]:
    return [{"pk": world.draft.pk}]


def topic(world: World) -> list[dict[str, Any]]:
    return [{"pk": Topic.objects.get(name="Asked in secret").pk}]


LISTS = ("", "?state=claimed", "?state=answered", "?state=accepted", "?state=documented", "?state=all", "?mine")
LISTS += ("?state=all&before=9999999999999999-1", "?after=0-1", "?through=0-0")

QUESTIONS: dict[str, Row] = {
    "microblog:questions": Row(ask=LISTS, holds=frozenset({QUESTION, ANSWER})),
    "microblog:topics": Row(),
    "topic": Row(fill=topic),
    "people:topic_new": Row(closed_to=SIGNED_IN - LEARNERS, sends=(Send(says(name="One more"), LEARNERS),)),
    "people:topic_edit": Row(
        fill=topic, closed_to=SIGNED_IN - LEARNERS, sends=(Send(says(name="Renamed", description="x"), LEARNERS),)
    ),
    "people:topic_experts": Row(
        fill=topic, closed_to=SIGNED_IN - LEARNERS, sends=(Send(says(expert="member"), LEARNERS),)
    ),
    "microblog:claim": Row(
        fill=waiting, missing=NO_QUESTION, sends=(Send(says(), frozenset({"insider"})), Send(DELETE, ON_IT))
    ),
    "microblog:acceptance": Row(fill=answer, missing=NO_QUESTION, sends=(Send(says(), DECIDES), Send(DELETE, NOBODY))),
    "microblog:helpful": Row(
        fill=answer, missing=NO_QUESTION, sends=(Send(says(), TEAM - {"insider"}), Send(DELETE, NOBODY))
    ),
    "microblog:duplicate": Row(
        fill=question,
        holds=frozenset({QUESTION}),
        missing=NO_QUESTION,
        sends=(
            Send(lambda world: {"into": world.updates["other_question"].pk}, DECIDES),
            Send(DELETE, NOBODY),
        ),
    ),
    "microblog:documented": Row(fill=question, missing=NO_QUESTION),
    "microblog:drafted": Row(fill=drafted, missing=NO_QUESTION),
    "wiki:faq": Row(fill=question, missing=NO_QUESTION, sends=(Send(says(), DECIDES),)),
    "wiki:draft": Row(
        fill=draft, holds=frozenset({QUESTION, ANSWER}), missing=NO_QUESTION, sends=(Send(DELETE, DECIDES),)
    ),
    "wiki:draft_publication": Row(
        fill=draft, missing=NO_QUESTION, sends=(Send(lambda world: {"base": world.draft.head}, TEAM),)
    ),
}
