"""Who is offered what while they type a question, and who may say that it solved it."""

from .access_rows import DELETE, NOBODY, SIGNED_IN, TEAM, Fill, Row, Send, says
from .canary_blogs import POST
from .canary_wiki import TITLE
from .canary_world import QUESTION


def article(name: str) -> Fill:
    return lambda world: [{"kind": "article", "number": world.wiki.pages[name].pk}]


def update(name: str) -> Fill:
    return lambda world: [{"kind": "update", "number": world.updates[name].pk}]


ASKED = ("zqtitle+heliotrope", "zqwhence+heliotrope", "zqblog+heliotrope", "zqpost+heliotrope", "heliotrope+please")

SIMILAR: dict[str, Row] = {
    "search:similar": Row(ask=("", *(f"?q={words}+" for words in ASKED)), holds=frozenset({TITLE, QUESTION, POST})),
    "search:solved": Row(
        fill=article("secret"),
        missing={"kind": "article", "number": 987654},
        sends=(
            Send(says(), TEAM),
            Send(says(), TEAM, to=update("question")),
            Send(says(), SIGNED_IN, to=article("open")),
            Send(says(), NOBODY, to=update("text")),
            Send(DELETE, NOBODY),
        ),
    ),
}
