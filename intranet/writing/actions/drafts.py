"""What somebody types is kept until they save it or throw it away."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from wagtail.models import Page

from intranet import live
from intranet.people.models import User
from intranet.writing.models import Draft, LongText, Writing

WRITES_FOR = timedelta(seconds=60)  # since their last words were kept


@transaction.atomic
def keep(
    *, by: User, data: QueryDict, page: LongText | None = None, parent: Page | None = None, kind: str = ""
) -> Draft:
    """These words of `by` are kept, instead of those that were; and others see who is writing on the page."""
    fields = {name: values for name, values in data.lists() if name not in {"csrfmiddlewaretoken", "_method"}}
    base = data.get("base", "")
    words: dict[str, Any] = {
        "fields": fields,
        "title": " ".join(data.get("title", "").split())[:255],
        "base": int(base) if base.isascii() and base.isdigit() and len(base) < 19 else 0,
        "saved_at": timezone.now(),
    }
    of = {"page": page} if page else {"parent": parent, "kind": kind}
    draft, _ = Draft.objects.update_or_create(person=by, **of, defaults=words)
    if page:
        write(by=by, page=page)
    return draft


@transaction.atomic
def drop(*, by: User, page: LongText | None = None, parent: Page | None = None, kind: str = "") -> None:
    """Nothing is kept, and `by` no longer writes on the page."""
    of = {"page": page} if page else {"parent": parent, "kind": kind}
    Draft.objects.filter(person=by, **of).delete()
    if page and Writing.objects.filter(person=by, page=page).delete()[0]:
        live.send(f"writing:{page.pk}", "writing.changed", ref=page.pk)


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
