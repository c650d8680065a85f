"""What follows when a page of the wiki was published, taken out, moved or given to other readers."""

from collections.abc import Collection

from django.db import transaction
from wagtail.models import ReferenceIndex

from intranet import live
from intranet.audit import trail
from intranet.governance.actions import reports
from intranet.kit import markup
from intranet.notifications import notices
from intranet.people.models import User
from intranet.people.models.user import folded
from intranet.writing.actions import files, texts
from intranet.writing.models import LongText
from microblog.actions import tagged
from wiki.models import Article, OutlineChange, Section, WantedPage, Watch

from . import origins

LONGEST_TITLE = 200


class NoPlaceThere(ValueError):
    """A page cannot stand there; the sentence says why."""


class NotEmpty(ValueError):
    """A section that holds pages cannot be taken out."""


@transaction.atomic
@live.at_the_end()
def published(*, page: LongText) -> None:
    """The page stands as it says now; what it wants to be written is known."""
    _remember_wanted(page)
    ReferenceIndex.create_or_update_for_object(page)  # Wagtail's task would come after the page is drawn
    OutlineChange.objects.create()
    trail.record(f"{page._meta.model_name}.published", by=page.changed_by, about=page)
    watching = Watch.objects.filter(page=page.pk).values_list("person", flat=True)
    notices.send("page.changed", to=watching, about=page, by=page.changed_by)
    tagged.touch(page._meta.model_name or "", [page.pk])
    origins.stands(by=page.changed_by, page=page)
    live.send(f"page:{page.pk}", "page.changed", ref=page.pk)


@transaction.atomic
@live.at_the_end()
def unpublished(*, page: LongText) -> None:
    """The page stands nowhere, and wants nothing any more."""
    WantedPage.objects.filter(page=page.pk).delete()
    reports.gone(by=None, kind=page._meta.model_name or "", numbers=[page.pk])
    OutlineChange.objects.create()
    tagged.touch(page._meta.model_name or "", [page.pk])
    origins.falls(by=None, page=page)
    live.send(f"page:{page.pk}", "rights.changed", ref=page.pk)


@transaction.atomic
def going(*, page: LongText) -> None:
    """The page is about to be deleted."""
    origins.falls(by=None, page=page)


@transaction.atomic
def gone(*, page: LongText) -> None:
    """The page is deleted: it can no longer be found, and shows no files any more."""
    tagged.forget(page._meta.model_name or "", page)
    reports.gone(by=None, kind=page._meta.model_name or "", numbers=[page.pk])
    for kind in (page._meta.model_name or "", texts.drafts_of(page)):
        files.let_go(kind=kind, number=page.pk)
    OutlineChange.objects.create()


@transaction.atomic
def moved() -> None:
    """A page stands elsewhere, whoever moved it."""
    OutlineChange.objects.create()


@transaction.atomic
def audience_changed(*, numbers: Collection[int]) -> None:
    """Others than before may read these pages: who no longer may stops hearing of them and finds them no more."""
    OutlineChange.objects.create()
    for kind, model in (("section", Section), ("article", Article)):
        tagged.touch(kind, list(model.objects.filter(pk__in=numbers).values_list("pk", flat=True)))
    live.send_all((f"page:{number}", "rights.changed", number) for number in numbers)


@transaction.atomic
def move(*, by: User, page: LongText, parent: LongText, opens: bool = False) -> None:
    """The page, and all below it, stands under `parent`. What was for a team alone stays so, unless it `opens`; what
    comes under a page that is for one becomes so. Raises NoPlaceThere.
    """
    if parent.path.startswith(page.path):
        raise NoPlaceThere("A page cannot stand below itself. Choose another section.")
    try:
        texts.move(by=by, page=page, parent=parent)
    except texts.Refused as error:
        raise NoPlaceThere(str(error)) from error
    moved = page.specific_class.objects.get(pk=page.pk)
    if opens:
        texts.give_audience(by=by, page=moved, audience=None)
    trail.record(f"{page._meta.model_name}.moved", by=by, about=page, under=str(parent))
    below = LongText.objects.filter(path__startswith=moved.path).values_list("pk", flat=True)
    live.send_all((f"page:{number}", "page.changed", number) for number in below)


@transaction.atomic
@live.at_the_end()
def withdraw(*, by: User, page: LongText) -> None:
    """The page is taken out, and can be brought back. Raises NotEmpty for a section that holds something."""
    below = LongText.objects.filter(path__startswith=page.path).exclude(pk=page.pk)
    if below.visible_to(by).exists():
        raise NotEmpty("Pages stand in this section. Move them or take them out first.")
    if below.filter(live=True).exists():
        raise NotEmpty("This section cannot be taken out. Ask a moderator.")
    origins.falls(by=by, page=page)
    texts.withdraw(by=by, page=page)
    trail.record(f"{page._meta.model_name}.withdrawn", by=by, about=page)


@transaction.atomic
@live.at_the_end()
def bring_back(*, by: User, page: LongText) -> None:
    """The page that was taken out stands where it stood."""
    origins.stands(by=by, page=page)
    texts.bring_back(by=by, page=page)
    trail.record(f"{page._meta.model_name}.brought_back", by=by, about=page)


def _remember_wanted(page: LongText) -> None:
    found = sorted(markup.things_in(page.body).wanted)
    titles = {folded(title)[: 2 * LONGEST_TITLE]: title[:LONGEST_TITLE] for title in found}
    WantedPage.objects.filter(page=page.pk).exclude(folded__in=titles).delete()
    known = set(WantedPage.objects.filter(page=page.pk).values_list("folded", flat=True))
    WantedPage.objects.bulk_create(
        WantedPage(page_id=page.pk, title=title, folded=key) for key, title in titles.items() if key not in known
    )
