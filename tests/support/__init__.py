"""What several tests need: somebody signed in, and a page read as a person reads it."""

from django.test import Client

from .pages import Node, page, previews, texts

PASSWORD = "correct horse battery"

__all__ = ["PASSWORD", "Node", "again", "page", "previews", "said", "sign_in", "texts"]


def sign_in(person, **options) -> Client:
    """A browser in which `person` is signed in already. `options` are those of Django's test client."""
    client = Client(**options)
    client.force_login(person)
    return client


def said(text: str, *, key: str = "first-form-key", teams=(), **more) -> dict:
    """The fields of the composer with `text` in it."""
    return {"text": text, "key": key, "teams": [team.pk for team in teams], **more}


def again(client: Client, response):
    """Follow a redirect by hand, as a browser does; an answer that is none stays as it is."""
    if response.status_code in {301, 302, 303}:
        return client.get(response["Location"].split("#")[0])
    return response
