"""Who may do what with reports, decisions and the use rules."""

from typing import Any

from .access_rows import LEARNERS, NOBODY, SIGNED_IN, Fill, Row, Send, says
from .canary_governance import VERDICT
from .canary_world import World

MODERATORS = frozenset({"moderator", "admin"})


def update(*names: str) -> Fill:
    return lambda world: [{"kind": "update", "number": world.updates[name].pk} for name in names]


def article(world: World) -> list[dict[str, Any]]:
    return [{"kind": "article", "number": world.wiki.pages["secret"].pk}]


def post(world: World) -> list[dict[str, Any]]:
    return [{"kind": "blogpost", "number": world.blogs.pages["post"].pk}]


def closed(world: World) -> list[dict[str, Any]]:
    return [*update("text", "reply", "shown", "judged", "mention")(world), *article(world), *post(world)]


NEVER = {"kind": "update", "number": 987654}
GOVERNANCE: dict[str, Row] = {
    "governance:mine": Row(ask=("", "?before=9999999999999999-1")),
    "governance:decision": Row(
        fill=lambda world: [{"pk": world.reports.judged.pk}], holds=frozenset({VERDICT}), missing={"pk": 987654}
    ),
    "governance:report": Row(
        fill=closed,
        missing=NEVER,
        sends=(
            Send(says(line="Unfair"), frozenset({"insider", "admin"}), to=update("text")),
            Send(says(line="Unfair"), SIGNED_IN - {"author"}, to=update("everybody")),
        ),
    ),
    "governance:desk": Row(ask=("", "?start=20", "?before=9999999999999999-1"), closed_to=SIGNED_IN - MODERATORS),
    "governance:thing": Row(
        fill=lambda world: [*closed(world), *update("everybody")(world)], closed_to=SIGNED_IN - MODERATORS
    ),
    "governance:decide": Row(
        fill=closed,
        sends=(
            Send(says(down=987654321), frozenset({"admin"}), to=update("text")),
            Send(says(kept=987654321), MODERATORS, to=update("everybody")),
        ),
    ),
    "governance:rules": Row(ask=("", "?next=/teams/")),
    "governance:acceptance": Row(sends=(Send(says(version="1", next="/"), NOBODY),)),
    "governance:rules_history": Row(ask=("", "?skip=1")),
    "governance:rules_edit": Row(
        closed_to=SIGNED_IN - LEARNERS, sends=(Send(says(text="Be kind.", base=0), LEARNERS),)
    ),
    "governance:acceptances": Row(ask=("", "?show=accepted"), closed_to=SIGNED_IN - LEARNERS),
}
