"""What is told of a long text that somebody reported; see `Reportable` in `intranet.kit.declarations`.

Who could read a text knows of it still when it was taken out.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import Truncator

from intranet.kit import markup
from intranet.kit.declarations import Reported
from intranet.people.models import Company, Team, User

from .models import LongText
from .models.long_text import LongTextQuerySet

SHOWN = 700  # characters


def known(rows: LongTextQuerySet, viewer: Any) -> LongTextQuerySet:
    """Those of `rows` of which the viewer may know; what never was out is known to nobody."""
    if not (viewer.is_authenticated and viewer.is_active):
        return rows.none()
    were_out = rows.filter(Q(live=True) | Q(first_published_at__isnull=False))
    if viewer.sees_everything:
        return were_out
    return were_out.filter(Q(audience=None) | Q(audience__in=Team.objects.visible_to(viewer)))


def readers(people: Mapping[int, Any], numbers: Collection[int]) -> dict[int, set[int]]:
    """The same for many: who of the active `people` (by number) may know of each of these texts."""
    were_out = LongText.objects.filter(Q(live=True) | Q(first_published_at__isnull=False), pk__in=numbers)
    audiences = dict(were_out.values_list("pk", "audience"))
    reading = Team.objects.seen_by(people, {team for team in audiences.values() if team})
    return {pk: set(people) if team is None else reading.get(team, set()) for pk, team in audiences.items()}


def reported(text: LongText, authors: Collection[User], *, first: str = "", title: str = "") -> Reported:
    """One that may be known, with what is said `first` in it. `title` is for one that is no longer out."""
    said = "\n".join(part for part in (first, markup.body_text(text.body)) if part)
    shown = render_to_string("writing/_reported.html", {"said": Truncator(said).chars(SHOWN)}) if text.live else ""
    return Reported(
        title=text.title if text.live else title or text.title,
        address=text.get_absolute_url() if text.live else "",
        html=shown,
        where=str(text.audience or Company.current().everyone),
        history=reverse("writing:history", args=[text.pk]) if text.live else "",
        authors=list(authors),
        at=text.changed_at,
        is_there=text.live,
    )
