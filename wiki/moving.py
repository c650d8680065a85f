"""What it means for readers when a page moves, or is for others than before."""

from typing import Any

from intranet.kit.templatetags.kit import plural
from intranet.people.models import Company, Team
from intranet.writing.models import LongText


def question(page: LongText, parent: LongText, viewer: Any, *, opens: bool = False) -> str:
    """What is asked before a page moves to where others read it; nothing when its readers stay the same."""
    to = parent.audience
    if to is None:
        return question_of(page, None, viewer) if opens else ""
    return question_of(page, to, viewer) if to.pk != page.audience_id else ""


def question_of(page: LongText, audience: Team | None, viewer: Any) -> str:
    """Who will see the page and what is below it, and how many pages that is, as far as the viewer knows of them."""
    below = LongText.objects.visible_to(viewer).filter(path__startswith=page.path)
    pages = plural(below.count(), "page,pages")
    who = f"Only members of {audience} and administrators" if audience else Company.current().everyone
    return f"{who} will see {pages} then. Press the button again if that is meant."


def sure_of(audience: Team | None, parent: LongText | None = None) -> str:
    """What a form sends by which somebody says that this is meant: these readers, at this place, and no other."""
    return f"{parent.pk if parent else 'here'}-{audience.pk if audience else 'everybody'}"


def team_above(page: LongText) -> Team | None:
    """The team for which alone the page above is."""
    above = LongText.objects.filter(path=page.path[: -LongText.steplen]).select_related("audience").first()
    return above.audience if above else None
