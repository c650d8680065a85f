"""Saying something, and taking it back, as people do it: by the forms of the pages."""

from typing import Any

from microblog.models import Update

from . import said, sign_in


def post(person: Any, text: str, **more: Any) -> Update:
    fields = said(text, key=f"key-of-an-update-{Update.objects.count()}", **more)
    assert sign_in(person).post("/updates/", fields).status_code == 302
    return Update.objects.get(author=person, text=text)


def reply(person: Any, to: Update, text: str) -> Update:
    fields = {"text": text, "key": f"key-of-a-reply-{Update.objects.count()}"}
    assert sign_in(person).post(f"/updates/{to.pk}/replies/", fields).status_code == 302
    return Update.objects.get(author=person, text=text)


def edit(update: Update, text: str) -> None:
    fields = {"text": text, "edits": update.edits.count()}
    assert sign_in(update.author).post(f"/updates/{update.pk}/edit/", fields).status_code == 302


def undo(update: Update) -> None:
    sign_in(update.author).post(f"/updates/{update.pk}/", {"_method": "delete"})
    assert not Update.objects.filter(pk=update.pk).exists()


def retract(update: Update) -> None:
    sign_in(update.author).post(f"/updates/{update.pk}/retraction/")
    assert Update.objects.get(pk=update.pk).is_retracted
