"""Imported pages are written: each in a transaction of its own, and never over what somebody wrote here."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import transaction
from wagtail.models import Page

from intranet.people.models import Team, User
from intranet.writing.actions import texts
from intranet.writing.importing.folder import Source
from intranet.writing.importing.report import Kind, Report
from intranet.writing.models import LongText, Stale
from intranet.writing.models.long_text import words_of
from wiki.actions import care, sections
from wiki.models import Article, ImportedPage, Section

from .facts import Facts

CARE = ("owner", "owner_team", "topic", "verified_until", "is_evergreen")


@dataclass
class Writer:
    """Writes the pages of one folder in the name of one person."""

    by: User
    folder: str
    report: Report

    @transaction.atomic
    def keep_place(self, source: Source, parent: int, before: int | None, audience: Team | None) -> ImportedPage:
        """A page that nobody sees yet stands under `parent`, in front of `before`, so that links can lead to it."""
        page: LongText = Section(title=source.title) if source.is_section else Article(title=source.title)
        page.live = False
        page.owner = self.by if source.is_section else None  # who imports an article does not vouch for it
        if words_of(page.title) == "-":
            page.slug = uuid4().hex
        texts.hold_tree(Page.objects.values_list("path", flat=True).get(pk=parent))
        above = Page.objects.select_for_update().get(pk=parent)
        neighbour = Page.objects.filter(pk=before, path__startswith=above.path, depth=above.depth + 1).first()
        if neighbour:
            neighbour.add_sibling(pos="left", instance=page)
        else:
            above.add_child(instance=page)
        if audience:
            texts.give_audience(by=self.by, page=page, audience=audience)
        return ImportedPage.objects.create(folder=self.folder, path=source.key, page_id=page.pk)

    def write(self, row: ImportedPage, source: Source, facts: Facts, body: str, *, keeps_title: bool = False) -> None:
        """The page says what its file says, unless somebody edited it here."""
        digest = _digest(source.title, body, facts)
        if row.digest == digest:
            self.report.unchanged += 1
            return
        page = row.page.specific
        if row.head and (page.head != row.head or not page.live):
            what = "and its file has changed" if page.live else "taken out here"
            self.report.add(Kind.EDITED, source.path, f"{page.title} (page {page.pk}), {what}")
            return
        changes = {"body": body, **facts.attributes} | ({} if keeps_title else {"title": source.title})
        is_new = not row.head
        try:
            with transaction.atomic():
                self._save(page, changes, facts)
                head = LongText.objects.values_list("head", flat=True).get(pk=page.pk)
                ImportedPage.objects.filter(pk=row.pk).update(digest=digest, head=head)
        except Stale:
            self.report.add(Kind.EDITED, source.path, f"{page.title} (page {page.pk}), and its file has changed")
            return
        if is_new:
            self.report.made += 1
        else:
            self.report.changed += 1

    def _save(self, page: LongText, changes: dict[str, Any], facts: Facts) -> None:
        texts.save(by=self.by, page=page, base=page.head, changes=changes, why="Imported")
        if isinstance(page, Article):
            self._care(page, facts)
        elif isinstance(page, Section) and (facts.teams or facts.people):
            sections.let_write(by=self.by, section=page, teams=facts.teams, people=facts.people)
        if facts.created:
            LongText.objects.filter(pk=page.pk).update(first_published_at=facts.created)
        if facts.changed:
            LongText.objects.filter(pk=page.pk).update(changed_at=facts.changed)

    def _care(self, article: Article, facts: Facts) -> None:
        """What the file does not say stays as people said it here; their tags stay, too."""
        if not facts.care and not facts.tags:
            return
        now = Article.objects.get(pk=article.pk)
        said = {name: getattr(now, name) for name in CARE} | facts.care
        tags = {*now.tag_rows.values_list("tag__name", flat=True), *(facts.tags or ())}
        care.entrust(by=self.by, article=now, tags=tags, **said)


def _digest(title: str, body: str, facts: Facts) -> str:
    said = json.dumps([title, body, facts.said()], default=str, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()
