"""What it means for readers when a page moves, or is for others than before."""

from intranet.kit.templatetags.kit import plural
from intranet.people.models import Company, Team
from intranet.writing.models import LongText


def question(page: LongText, parent: LongText, *, opens: bool = False) -> str:
    """What is asked before a page moves to where others read it; nothing when its readers stay the same."""
    to = parent.audience
    if to is None:
        return question_of(page, None) if opens else ""
    return question_of(page, to) if to.pk != page.audience_id else ""


def question_of(page: LongText, audience: Team | None) -> str:
    """Who will see the page and what goes with it, and how many pages that is; of the others nothing is told."""
    same = LongText.objects.filter(path__startswith=page.path, audience=page.audience_id, live=True)
    pages = plural(same.count(), "page,pages")
    who = f"Only members of {audience} and administrators" if audience else Company.current().everyone
    return f"{who} will see {pages} then. Press the button again if that is meant."


def team_above(page: LongText) -> Team | None:
    """The team for which alone the page above is."""
    above = LongText.objects.filter(path=page.path[: -LongText.steplen]).select_related("audience").first()
    return above.audience if above else None
