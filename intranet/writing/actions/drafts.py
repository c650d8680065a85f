"""What somebody types is kept until they save it or throw it away."""

import re
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from intranet import live
from intranet.kit import paging
from intranet.people.models import User
from intranet.writing.models import Change, Draft, FileUse, LongText, Stale, Writing

from . import files

# A draft is kept every few seconds: its words are searched, not read, for what it shows.
_PICTURE = re.compile(r"(?:data-picture=\"|\(picture:)(\d{1,18})\b")
_FILE = re.compile(r"(?:data-file=\"|\(file:)(\d{1,18})\b")
WRITES_FOR = timedelta(seconds=60)  # since their last words were kept


@transaction.atomic
def keep(
    *, by: User, words: dict[str, list[str]], page: LongText | None = None, parent: Page | None = None, kind: str = ""
) -> Draft:
    """These words of `by`, by the names of the form, are kept instead of those that were; others see who is writing.

    Raises Stale when `by` has saved them already: what was sent before a save may come after it.
    """
    base, title, key = ((words.get(name) or [""])[-1] for name in ("base", "title", "key"))
    if _is_saved(by, page, parent, paging.number(base) or 0, key):
        raise Stale(page.pk if page else key)
    now = {
        "fields": words,
        "title": " ".join(title.split())[:255],
        "base": paging.number(base) or 0,
        "saved_at": timezone.now(),
    }
    of = {"page": page} if page else {"parent": parent, "kind": kind}
    draft, _ = Draft.objects.update_or_create(person=by, **of, defaults=now)
    typed = "".join((words.get(name) or [""])[-1] for name in ("body", "markdown"))
    pictures, documents = (sorted(set(map(int, sign.findall(typed)))) for sign in (_PICTURE, _FILE))
    files.use(by=by, kind="draft", number=draft.pk, pictures=pictures, documents=documents)
    if page:
        write(by=by, page=page)
    return draft


def _is_saved(by: User, page: LongText | None, parent: Page | None, base: int, key: str) -> bool:
    """A save that goes on at this moment is waited for."""
    if page:
        held = LongText.objects.select_for_update(of=("self",), no_key=True).filter(pk=page.pk)
        return any(0 < base < head and last == by.pk for head, last in held.values_list("head", "changed_by"))
    if not parent or not key:
        return False
    Page.objects.select_for_update(no_key=True).get(pk=parent.pk)
    return Change.objects.filter(by=by, key=key).exists()


@transaction.atomic
def drop(*, by: User, page: LongText | None = None, parent: Page | None = None, kind: str = "") -> None:
    """Nothing is kept, and `by` no longer writes on the page."""
    of = {"page": page} if page else {"parent": parent, "kind": kind}
    Draft.objects.filter(person=by, **of).delete()
    if page and Writing.objects.filter(person=by, page=page).delete()[0]:
        live.send(f"writing:{page.pk}", "writing.changed", ref=page.pk)


@transaction.atomic
def let_go(*, numbers: Collection[int]) -> None:
    """What these drafts, which are gone, showed is not used by them any more. Whoever sent it still sees it."""
    FileUse.objects.filter(kind="draft", number__in=numbers).delete()


@transaction.atomic
def write(*, by: User, page: LongText) -> None:
    """`by` is writing on the page, for a minute from now."""
    now = timezone.now()
    was = Writing.objects.filter(page=page, person=by, until__gte=now).exists()
    Writing.objects.update_or_create(page=page, person=by, defaults={"until": now + WRITES_FOR})
    if not was:
        live.send(f"writing:{page.pk}", "writing.changed", ref=page.pk)


@transaction.atomic
def end_writing() -> int:
    """Those who typed nothing for a minute are no longer shown. Returns how many these were."""
    over = list(Writing.objects.filter(until__lt=timezone.now()).values_list("pk", "page"))
    Writing.objects.filter(pk__in=[pk for pk, _ in over]).delete()
    live.send_all((f"writing:{page}", "writing.changed", page) for page in sorted({page for _, page in over}))
    return len(over)
