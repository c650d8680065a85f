"""News readers, which are signed in nowhere and have an address with somebody's key in it."""

from defusedxml.ElementTree import fromstring
from django.test import Client
from django.urls import reverse

from microblog.blogs.actions import feed_keys
from microblog.blogs.models import FeedKey

from .atom_rules import ATOM


def address(person, kind, what) -> str:
    key = FeedKey.objects.of(person) or feed_keys.renew(by=person)
    return reverse(f"feeds:{kind}", args=[key.token, what])


def get(person, kind, what, **headers):
    """As a news reader asks: signed in nowhere."""
    return Client().get(address(person, kind, what), headers=headers)


def titles(answer) -> list[str]:
    assert answer.status_code == 200
    return [entry.findtext(f"{ATOM}title") for entry in fromstring(answer.content).iter(f"{ATOM}entry")]
