"""What people type into the box, and what they are shown."""

from itertools import count

from django.urls import reverse

from microblog.actions import updates
from microblog.models import Update
from search import documents, drain, engines
from search.models import Document

from .pages import page

_keys = count()


def engines_know() -> None:
    """The engines begin anew, and have heard of everything that there is."""
    engines.backend(engines.WHOOSH).get_index_for_model(Document).reset()
    for kind in documents.kinds():
        documents.gather(kind)
    drain.drain_all()


def say(by, text: str, *teams) -> Update:
    """Post as a person does."""
    update = updates.post(by=by, text=text, teams=teams, key=f"said-{next(_keys):09}")
    assert update
    return update


def answer(by, to: Update, text: str) -> Update:
    reply = updates.reply(by=by, to=to, text=text, key=f"said-{next(_keys):09}")
    assert reply
    return reply


def results(client, typed: str, **more):
    """The page of results as a tree."""
    response = client.get(reverse("search:results"), {"q": typed, **more})
    assert response.status_code == 200
    return page(response)


def found(client, typed: str, **more) -> list[str]:
    """The text of each hit, or its title when it has none, best first."""
    return [(hit.all("p") or hit.all("a"))[0].text for hit in results(client, typed, **more).all("li", "hit")]
