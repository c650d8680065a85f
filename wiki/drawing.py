"""Pages of the wiki as fragments: the same for everybody with the same eyes, and without anything that is theirs."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from intranet.kit import markup
from intranet.people.eyes import Eyes
from intranet.writing import showing
from intranet.writing.models import LongText
from microblog.models import Update
from search.trust import trust

from . import places, wanted
from .documents import end_of
from .models import Article, Objection, Section

SIZE = 50  # pages of a section on one page
#: What is read with an article.
SHOWN = ("owner", "owner_team", "topic", "changed_by", "audience", "origin__question__author", "origin__answer__author")


@dataclass(frozen=True)
class Shown:
    """A drawn page in parts: what stands on top, the rest of it, and what stands beside it."""

    head: SafeString
    main: SafeString
    beside: SafeString


def article(page: Article, viewer: Any) -> Shown:
    """`page` may be one that is not saved, for a preview."""
    around = _around(page, viewer)
    context = {
        **around,
        "page": page,
        "trust": trust_of(page),
        "body": _body(page, viewer),
        "team": page.owner_team if page.owner_team and Eyes.of(viewer).know(page.owner_team) else None,
        "tags": [row.tag for row in page.tag_rows.select_related("tag").order_by("tag__name")] if page.pk else [],
        "closed_team": page.audience,
        **_asked(page, viewer),
    }
    return _shown("article", context)


def section(page: Section, viewer: Any, start: int = 0) -> Shown:
    """With what stands in it, `SIZE` articles from the place `start` on."""
    inside = _inside(page, viewer) if page.path else Inside()
    context = {
        **_around(page, viewer),
        "page": page,
        "body": _body(page, viewer),
        "closed_team": page.audience,
        "sections": inside.sections if not start else [],
        "articles": inside.articles[start : start + SIZE],
        "start": start,
        "earlier": max(start - SIZE, 0),
        "later": start + SIZE if start + SIZE < len(inside.articles) else None,
    }
    return _shown("section", context)


def objections(article: int) -> SafeString:
    """What readers say is wrong, for those who vouch for the article."""
    found = Objection.objects.open().filter(article=article).select_related("by")
    return render_to_string("wiki/_objections.html", {"objections": found})


@dataclass(frozen=True)
class Inside:
    """What stands right under a page: sections with how many articles are below each, and articles."""

    sections: list[Section] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)


def _inside(page: LongText, viewer: Any) -> Inside:
    rows = Article.objects.visible_to(viewer).filter(path__startswith=page.path)
    below = Counter(path[: len(page.path) + LongText.steplen] for path in rows.values_list("path", flat=True))
    children = {"path__startswith": page.path, "depth": page.depth + 1}
    sections = list(Section.objects.visible_to(viewer).filter(**children))
    for each in sections:
        each.article_count = below[each.path]
    articles = list(Article.objects.visible_to(viewer).filter(**children).defer("body"))
    for article in articles:
        article.trust = trust_of(article)
    return Inside(sorted(sections, key=_by_title), sorted(articles, key=_by_title))


@dataclass(frozen=True)
class Trust:
    """How far somebody vouches for an article: ``verified``, ``due``, ``overdue``, ``evergreen``, or not at all."""

    state: str
    until: datetime | None = None

    @property
    def icon(self) -> str:
        return {"due": "clock", "overdue": "exclamation-triangle"}.get(self.state, "check-badge")

    @property
    def tone(self) -> str:
        return {"due": "due", "overdue": "danger"}.get(self.state, "good")


def trust_of(page: Article) -> Trust:
    if page.is_evergreen:
        return Trust("evergreen")
    until = end_of(page.verified_until) if page.verified_until else None
    return Trust(trust(until, timezone.now()), until)


def _around(page: LongText, viewer: Any) -> dict[str, Any]:
    """Where a page stands and what leads to it; a new one stands nowhere yet."""
    if not page.path:
        return {"crumbs": [], "branches": [], "links": []}
    around = places.surroundings(viewer, page)
    return {
        "crumbs": around.crumbs,
        "branches": around.branches,
        "links": around.links,
        "toc": [(each.text, each.slug, False) for each in markup.parts_of(page.body) if each.level < 4],
    }


def _asked(page: Article, viewer: Any) -> dict[str, Any]:
    """The ``question`` that it was made of, and who ``answered``; for those who may read that, as long as it stands."""
    origin = getattr(page, "origin", None)
    if not origin or not origin.question or origin.question.is_retracted:
        return {}
    if not Update.objects.visible_to(viewer).filter(pk=origin.question.pk).exists():
        return {}
    answer = origin.answer
    return {"question": origin.question, "answered": answer.author if answer and not answer.is_retracted else None}


def _body(page: LongText, viewer: Any) -> SafeString:
    """What was wanted and is written by now is linked; the rest leads to where one begins to write it."""
    titles = markup.things_in(page.body).wanted
    written = wanted.written(viewer, titles)
    section = _section_of(page) if titles - written.keys() else None

    def address(title: str) -> str:
        return written.get(title) or wanted.begin_address(title, section)

    return markup.show_body(page.body, showing.things(page.body, viewer, wanted=address))


def _section_of(page: LongText) -> int | None:
    """The section in which the page stands, or which it is; a new page stands in none yet."""
    if isinstance(page, Section) or not page.path:
        return page.pk
    return LongText.objects.filter(path=page.path[: -LongText.steplen]).values_list("pk", flat=True).first()


def _shown(kind: str, context: dict[str, Any]) -> Shown:
    templates = (f"wiki/_{kind}_head.html", f"wiki/_{kind}.html", "wiki/_beside.html")
    return Shown(*(render_to_string(template, context) for template in templates))


def _by_title(page: LongText) -> tuple[str, int]:
    return page.title.casefold(), page.pk
