"""Updates and replies can be reported; see `intranet.kit.declarations`."""

from collections.abc import Collection
from contextlib import suppress
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from intranet.kit import policy
from intranet.kit.declarations import Reportable, Reported, StaysThere
from intranet.people.eyes import Eyes

from .actions import updates as actions
from .actions.turns import turn_with_merged
from .attaching import Attached
from .cards import audiences_of
from .models import Update
from .models.update import UpdateQuerySet
from .notices import readers


def others(viewer: Any) -> UpdateQuerySet:
    """What tells of something else is reported where that stands."""
    return Update.objects.visible_to(viewer).filter(card={}).exclude(author=viewer)


def authors(numbers: Collection[int]) -> dict[int, set[int]]:
    return {pk: {author} for pk, author in Update.objects.filter(pk__in=numbers).values_list("pk", "author")}


def told(viewer: Any, numbers: Collection[int]) -> dict[int, Reported]:
    found = Update.objects.visible_to(viewer).filter(pk__in=numbers, card={}).select_related("author__profile")
    updates = list(found)
    words = audiences_of({update.thread_id for update in updates}, Eyes.of(viewer))
    return {
        update.pk: Reported(
            title=f"{'Reply' if update.root_id else 'Update'} by {update.author.name}",
            address=update.get_absolute_url(),
            html=_words(update),
            where=words[update.thread_id].text,
            history="" if update.is_retracted else reverse("microblog:history", args=[update.pk]),
            authors=[update.author],
            at=update.posted_at,
            is_there=not update.is_retracted,
        )
        for update in updates
    }


def hold(number: int) -> None:
    if update := Update.objects.filter(pk=number).first():
        with suppress(Update.DoesNotExist):  # undone this moment
            turn_with_merged(update)


def take_down(by: Any, number: int) -> None:
    update = Update.objects.filter(pk=number).first()
    if update is None or not policy.allows(by, "update.retract", update):
        raise StaysThere("It was retracted in the meantime.")
    actions.retract(by=by, update=update)


def _words(update: Update) -> str:
    return render_to_string(
        "microblog/updates/_words.html", {"update": update, "attached": Attached.of(update.attached)}
    )


REPORTABLE = {"update": Reportable(others, readers, authors, told, take_down, hold)}
