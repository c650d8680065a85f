"""What the composer offers while somebody types a question."""

from typing import Any

from django.test import Client
from django.urls import reverse

from search.models import Document

from .pages import page


def similar(client: Client, typed: str) -> list[str]:
    """What each thing says: the words of its link."""
    response = client.get(reverse("search:similar"), {"q": typed})
    assert response.status_code == 200
    return [link.text.removesuffix(" (opens a new tab)") for link in page(response).all("a")]


def chips(client: Client, typed: str) -> list[list[str]]:
    """How far one can trust each thing, or how it stands."""
    things = page(client.get(reverse("search:similar"), {"q": typed})).all("li")
    return [[chip.text for chip in thing.all("span", "chip")] for thing in things]


def solved_by(of: Any) -> str:
    """Where one says that this solved it."""
    document = Document.objects.get(kind=of._meta.model_name, number=of.pk)
    return reverse("search:solved", args=[document.kind, document.number])
