"""Who may do what with searches that are missed, with what they wait for, and with their desk."""

from typing import Any

from .access_rows import DELETE, LEARNERS, NOBODY, SIGNED_IN, Fill, Row, Send, says
from .canary_wiki import LINE, TITLE
from .canary_world import HOPED, SAID, World

KEEPERS = frozenset({"author", "admin"})
NEVER = {"pk": 987654}


def about(name: str) -> Fill:
    return lambda world: [{"pk": world.missed[name].pk}]


def on_top(name: str) -> Any:
    return lambda world: {"thing": f"update:{world.updates[name].pk}"}


def wanted(world: World) -> list[dict[str, Any]]:
    return [{"pk": world.wanted.pk}]


MISSED: dict[str, Row] = {
    "search:missed": Row(ask=("", "?show=ended", "?before=9999999999999999-1"), holds=frozenset({SAID})),
    "search:missed_one": Row(
        fill=about("closed"),
        ask=("", "?find=heliotrope", "?find=zqtext"),
        holds=frozenset({SAID}),
        missing=NEVER,
    ),
    "search:missed_synonym": Row(
        fill=about("closed"),
        missing=NEVER,
        sends=(Send(says(same="forecast"), LEARNERS, to=about("open")), Send(says(same="forecast"), NOBODY)),
    ),
    "search:missed_bet": Row(
        fill=about("closed"),
        missing=NEVER,
        sends=(Send(on_top("everybody"), LEARNERS, to=about("open")), Send(on_top("text"), NOBODY)),
    ),
    "search:missed_dismissal": Row(
        fill=about("closed"),
        missing=NEVER,
        sends=(Send(says(reason="No"), LEARNERS, to=about("open")), Send(says(reason="No"), KEEPERS)),
    ),
    "search:missed_owner": Row(
        fill=about("closed"),
        missing=NEVER,
        sends=(
            Send(says(owner="insider"), KEEPERS),
            Send(says(owner="member"), NOBODY),
            Send(says(owner="member"), LEARNERS, to=about("open")),
        ),
    ),
    "search:wanted": Row(holds=frozenset({HOPED}), sends=(Send(says(q="the weather in spring"), SIGNED_IN),)),
    "search:wanted_one": Row(fill=wanted, missing=NEVER, sends=(Send(DELETE, frozenset({"author"})),)),
    "desk:desk": Row(
        ask=("", "?kind=missed", "?kind=wrong", "?kind=due", "?kind=approval", "?start=1"),
        holds=frozenset({SAID, LINE, TITLE}),
    ),
}
