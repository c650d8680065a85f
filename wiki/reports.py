"""Articles and sections can be reported; see `intranet.kit.declarations`."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Q

from intranet.kit import policy
from intranet.kit.declarations import Reportable, Reported, StaysThere
from intranet.writing import reported
from intranet.writing.models import LongText

from .actions import origins, pages
from .models import Article, Section


def _declared(model: type[LongText], first: str) -> Reportable:
    """Whose words a page is: whoever owns it, and whoever wrote on it last. `first` is what it says in short."""
    kind = model._meta.model_name or ""

    def others(viewer: Any) -> Any:
        return reported.known(model.objects.all(), viewer).exclude(Q(owner=viewer) | Q(changed_by=viewer))

    def authors(numbers: Collection[int]) -> dict[int, set[int]]:
        rows = model.objects.filter(pk__in=numbers).values_list("pk", "owner", "changed_by")
        return {pk: {each for each in people if each} for pk, *people in rows}

    def told(viewer: Any, numbers: Collection[int]) -> dict[int, Reported]:
        found = reported.known(model.objects.filter(pk__in=numbers), viewer)
        return {
            page.pk: _told(page, first)
            for page in found.select_related("owner__profile", "changed_by__profile", "audience")
        }

    return Reportable(others, reported.readers, authors, told, _taking_down(model, f"{kind}.withdraw"), origins.hold)


def _told(page: Any, first: str) -> Reported:
    people = {person.pk: person for person in (page.owner, page.changed_by) if person}
    return reported.reported(page, list(people.values()), first=getattr(page, first))


def _taking_down(model: type[LongText], rule: str) -> Callable[[Any, int], None]:
    def take_down(by: Any, number: int) -> None:
        page = model.objects.filter(pk=number, live=True).first()
        if page is None:
            raise StaysThere("It was taken out in the meantime.")
        if not policy.allows(by, rule, page):
            raise StaysThere("You may not take this out. Ask an administrator.")
        try:
            pages.withdraw(by=by, page=page)
        except pages.NotEmpty as error:
            raise StaysThere(str(error)) from error

    return take_down


REPORTABLE = {"article": _declared(Article, "short_answer"), "section": _declared(Section, "summary")}
