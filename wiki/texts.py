"""What people write in the wiki; see `intranet.writing.kinds`."""

from typing import Any

from intranet.people.requests import Request
from intranet.writing.kinds import TextKind
from intranet.writing.models import LongText

from . import drawing
from .forms import ArticleForm, SectionForm
from .models import Article, Section


def of_article(request: Request, page: LongText) -> dict[str, Any]:
    """Without a gate, which only a page that is read has: nothing can be done with a preview."""
    return {"title": page.title, "is_article": True, "shown": drawing.article(page, request.user)}


def of_section(request: Request, page: LongText) -> dict[str, Any]:
    return {"title": page.title, "is_article": False, "shown": drawing.section(page, request.user)}


TEXTS = {
    "article": TextKind(
        model=Article,
        form=ArticleForm,
        page="wiki/page.html",
        context=of_article,
        edits="article.edit",
        creates="article.create",
        name="article",
        waiting=Article.objects.drafted_for,
    ),
    "section": TextKind(
        model=Section,
        form=SectionForm,
        page="wiki/page.html",
        context=of_section,
        edits="section.edit",
        creates="section.create",
        name="section",
    ),
}
