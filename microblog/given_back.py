"""What comes back into a composer: what was undone, and what could not be taken where its page is not ours to draw."""

from typing import Any

from intranet.people.requests import Request

KEPT = "undone:"  # the session keeps it under this and the name of the composer's draft


def give_back(request: Request, draft: str, said: dict[str, Any]) -> None:
    """The composer whose draft has this name shows what was `said` when it is drawn next, and no other does."""
    request.session[KEPT + draft] = said


def given_back(request: Request, draft: str) -> dict[str, Any]:
    """What comes back into the composer of that draft, once; nothing when a script reads the page."""
    return {} if "X-Fragment" in request.headers else request.session.pop(KEPT + draft, {})
