"""Questions as people see them on pages, and what they do there."""

from typing import Any

from django.test import Client
from django.urls import reverse

from microblog.models import Update

from .pages import Node, page

DELETE, TOGGLE = {"_method": "delete"}, {"_method": "toggle"}


def claim_of(question: Update) -> str:
    return reverse("microblog:claim", args=[question.pk])


def acceptance_of(answer: Update) -> str:
    return reverse("microblog:acceptance", args=[answer.pk])


def helpful(answer: Update) -> str:
    return reverse("microblog:helpful", args=[answer.pk])


def ask(client: Client, text: str, **fields: Any) -> Update:
    """Ask in the composer of the home page."""
    said = {"text": text, "key": f"key of {text}", "place": "home", "ask": "on", **fields}
    response = client.post(reverse("microblog:updates"), said)
    assert response.status_code == 302, page(response).text
    return Update.objects.get(text=text)


def card(response: Any, update: Update) -> Node:
    return page(response).first("article", id=f"update-{update.pk}")


def state(response: Any, question: Update) -> str:
    """What the line on its card says."""
    return card(response, question).first("div", "status").text


def answers(response: Any) -> list[str]:
    """What was said in the thread, from above, without what an answer names of another one."""
    section = page(response).first("section", "thread")
    return [reply.first("div", "text").text for reply in section.all("article", "reply")]
