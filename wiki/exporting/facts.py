"""What stands above the text of an exported page."""

from typing import Any

import yaml

from intranet.writing.importing.folder import OURS
from intranet.writing.models import LongText
from wiki.models import Article, Section

FORM = "1"  # of these files; a later one may be read otherwise


def front_matter(page: LongText, position: int, above: int | None) -> str:
    """The facts of a page between lines of `---`. `above` is the team for which alone the page above is."""
    facts: dict[str, Any] = {OURS: FORM, "title": page.title, "position": str(position)}
    if page.audience_id and page.audience_id != above and page.audience:
        facts["audience"] = page.audience.name
    if isinstance(page, Section):
        facts |= _of_section(page)
    elif isinstance(page, Article):
        facts |= _of_article(page)
    if isinstance(page, Section | Article):  # of the home, nobody asks
        facts["created"] = page.first_published_at.isoformat() if page.first_published_at else ""
        facts["changed"] = page.changed_at.isoformat()
    said = {name: value for name, value in facts.items() if value}
    return f"---\n{yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=10_000)}---\n"


def _of_section(section: Section) -> dict[str, Any]:
    writers = [{"team": each.team.name} if each.team else _person(each) for each in section.publishers.all()]
    return {"summary": section.summary, "hue": str(section.hue or ""), "publishers": writers}


def _person(publisher: Any) -> dict[str, str]:
    return {"person": publisher.person.username}


def _of_article(article: Article) -> dict[str, Any]:
    until = article.verified_until
    return {
        "owner": article.owner.username if article.owner else "",
        "team": article.owner_team.name if article.owner_team else "",
        "topic": article.topic.name if article.topic else "",
        "tags": sorted(row.tag.name for row in article.tag_rows.all()),
        "short_answer": article.short_answer,
        "verified_until": until.isoformat() if until else "",
        "evergreen": "true" if article.is_evergreen else "",
    }
