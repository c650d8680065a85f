"""Who wants to hear when a page changes."""

from django.db import transaction

from intranet.people.models import User
from intranet.writing.models import LongText
from wiki.models import Watch


@transaction.atomic
def watch(*, by: User, page: LongText) -> None:
    """`by` hears of changes. Nobody is told."""
    Watch.objects.get_or_create(page_id=page.pk, person=by)


@transaction.atomic
def unwatch(*, by: User, page: LongText) -> None:
    Watch.objects.filter(page=page.pk, person=by).delete()
