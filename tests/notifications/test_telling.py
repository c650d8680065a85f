"""Who is told what, once, and in one line: by what people do, over HTTP."""

import pytest

from microblog.models import Update
from tests.factories import UpdateFactory
from tests.support import said, sign_in
from tests.support.notices import lines, unread

pytestmark = pytest.mark.django_db


def reply(person, to, text: str, key: str = "first-reply-key") -> Update:
    sign_in(person).post(f"/updates/{to.pk}/replies/", {"text": text, "key": key})
    return Update.objects.get(author=person, text=text)


def post(person, text: str, **more) -> Update:
    sign_in(person).post("/updates/", said(text, **more))
    return Update.objects.get(author=person, text=text)


def edit(update, text: str) -> None:
    fields = {"text": text, "edits": update.edits.count()}
    assert sign_in(update.author).post(f"/updates/{update.pk}/edit/", fields).status_code == 302


def undo(update) -> None:
    sign_in(update.author).post(f"/updates/{update.pk}/", {"_method": "delete"})


def retract(update) -> None:
    sign_in(update.author).post(f"/updates/{update.pk}/retraction/")


@pytest.fixture
def lunch(tom):
    UpdateFactory(author=tom, text="Noise, also by Tom")
    return UpdateFactory(author=tom, text="Lunch at noon")


# --- Of what was said ----------------------------------------------------------------------------
def test_whom_an_update_mentions_is_told(maya, tom, ines):
    post(maya, "Ask @tom about the keys")
    assert lines(tom) == ["Unread: Maya Okafor mentioned you in Ask @tom about the keys"]
    assert unread(tom) == 1
    assert lines(ines) == lines(maya) == []
