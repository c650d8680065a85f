"""Reporting and deciding, as browsers do it."""

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.support import Node, page, sign_in

KINDS = {
    "update": "update",
    "article": "article",
    "section": "section",
    "blogpost": "blogpost",
    "postquestion": "question",
}


def where(name: str, thing: Any) -> str:
    """``where("report", update)``: an address of the room about this thing."""
    return reverse(f"governance:{name}", args=[KINDS[thing._meta.model_name], thing.pk])


def report(by: Any, thing: Any, line: str = "") -> Any:
    return sign_in(by).post(where("report", thing), {"line": line})


def desk(by: Any) -> Node:
    return page(sign_in(by).get(reverse("governance:desk")))


def waiting(by: Any) -> list[str]:
    """The titles of what waits on the desk of a moderator."""
    return [card.first("h2").text for card in desk(by).all("article", "case")]


def number(client: Client) -> str:
    """What the frame says beside the desk; "" for nothing."""
    return page(client.get("/people/")).first("span", id="rail-moderation").text.removesuffix(" waiting")


def decide(by: Any, thing: Any, outcome: str, word: str = "", *, client: Client | None = None) -> Any:
    """As somebody does who has read all reports that are there."""
    client = client or sign_in(by)
    shown = page(client.get(where("thing", thing)))
    return client.post(
        where("decide", thing), {outcome: shown.first("button", name=outcome).attrs["value"], "word": word}
    )
