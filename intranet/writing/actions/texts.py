"""Long texts come to be, change, move, are taken out and come back.

What is published is so through Wagtail, whose signals tell the rooms; their bells are rung there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision

from intranet import live
from intranet.kit import markup
from intranet.people.models import Team, User
from intranet.writing.models import Change, LongText, Stale
from intranet.writing.models.long_text import audience_above, words_of
from intranet.writing.signals import audience_changed

from . import files

#: Writes the rows beside a page, in the transaction of its save and before the rooms hear of it.
More = Callable[[User, LongText], None]
#: What ends with a save, in its transaction and after the rooms have heard of it.
Done = Callable[[], None]


def _nothing() -> None:
    """Nothing ends with it."""


class Refused(ValueError):
    """It would change for whom pages are that somebody cannot see. Its text says no more than that it does not go."""


@transaction.atomic
def begin(
    *,
    by: User,
    page: LongText,
    parent: Page,
    why: str = "",
    more: More | None = None,
    done: Done = _nothing,
    key: str = "",
) -> LongText:
    """The new `page` stands under `parent`, published unless it waits; whoever alone may read the one may alone read
    the other.

    A form that is sent twice has the same `key`, and the page that was begun with it is returned.
    """
    hold_tree(parent.path)
    parent = Page.objects.select_for_update().get(pk=parent.pk)  # two who begin at once would take the same place
    if begun := _begun_with(by, key):
        return begun
    if words_of(page.title) == "-":
        page.slug = uuid4().hex  # nothing of the title can stand in an address
    page.owner, page.live = by, False
    parent.add_child(instance=page)
    revision = _store(by, page, why, more)
    Change.objects.filter(revision=revision).update(key=key)
    done()
    return _fresh(page)


def _begun_with(by: User, key: str) -> LongText | None:
    """The page that `by` began with the form of this key."""
    change = Change.objects.select_related("page").filter(by=by, key=key).first() if key else None
    return change.page.specific if change else None


def save(
    *,
    by: User,
    page: LongText,
    base: int,
    changes: dict[str, Any],
    why: str = "",
    more: More | None = None,
    done: Done = _nothing,
) -> Revision:
    """The page says what `changes` (attributes and values) say; what it said before is in its history.

    Raises Stale unless `base` is the number of its newest revision: one of many who started there is the first; and
    when the page came out, or was taken out, since the caller read it and asked who may write. When nothing is changed
    there is no new revision, and the newest is returned.
    """
    page = _from(page, base)
    newest: Revision | None = page.get_latest_revision()
    if newest and page.live and all(getattr(page, name) == value for name, value in changes.items()):
        with transaction.atomic():
            if more:
                more(by, page)
            done()
        return newest
    for name, value in changes.items():
        setattr(page, name, value)
    page.full_clean()  # what takes long is done before anything is locked
    with transaction.atomic():
        revision = _store(by, page, why, more)
        done()
    return revision


def restore(
    *, by: User, page: LongText, revision: Revision, base: int, why: str = "", more: More | None = None
) -> Revision:
    """The page says what it said in `revision`, as a new revision. Raises Stale like :func:`save`."""
    page = _from(page, base)
    was = page.with_content_json(revision.content)
    for name in page.restored:
        setattr(page, name, getattr(was, name))
    page.full_clean()
    return _store(by, page, why, more, restored=revision)


@transaction.atomic
def move(*, by: User, page: LongText, parent: Page) -> None:
    """The page and all below it stand under `parent`. Who may read them, see :func:`settle`. Raises Refused."""
    hold_tree(page.path)
    page, parent = _locked(page), LongText.objects.get(pk=parent.pk)
    if parent.audience_id:
        _refuse_others_below(by, page, parent.audience_id)
    if parent.get_children().exclude(pk=page.pk).filter(slug=page.slug).exists():  # perhaps a page that nobody sees
        LongText.objects.filter(pk=page.pk).update(slug=uuid4().hex)
        page = _fresh(page)
    action = MovePageAction(page, parent, pos="last-child", user=by)
    action.execute(skip_permission_checks=True)


@transaction.atomic
def publish(*, by: User, page: LongText, base: int) -> None:
    """The page that waited is there for its readers, as revision `base` says. Raises Stale unless it is the newest."""
    page = _locked(page)
    if page.head != base:
        raise Stale(page.pk)
    page.get_latest_revision().publish(user=by, changed=False, skip_permission_checks=True)


@transaction.atomic
def withdraw(*, by: User, page: LongText) -> None:
    """The page is taken out: it stands nowhere, but it and its history can be brought back."""
    page = _locked(page)
    UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)


@transaction.atomic
def bring_back(*, by: User, page: LongText) -> None:
    """The page that was taken out is there again, as it was last saved."""
    page = _locked(page)
    revision = page.get_latest_revision() or page.save_revision(user=by, clean=False)
    revision.publish(user=by, changed=False, skip_permission_checks=True)


@transaction.atomic
def give_audience(*, by: User, page: LongText, audience: Team | None) -> None:
    """The page is for `audience` alone, or for everybody here, or for whom the page above is for; and so is what
    stands below it and was for the same readers. Raises Refused.
    """
    hold_tree(page.path)
    page = _locked(page)
    above = audience_above(page.path)
    if above:
        _refuse_others_below(by, page, above)
    _give_audience(page, above or (audience.pk if audience else None), all_below=bool(above))


@transaction.atomic
def settle(*, page: LongText) -> None:
    """A page that has moved below one that is for a team alone is for that team, too, and so is all below it.

    What moves elsewhere is for whom it was: nothing is opened by a move.
    """
    hold_tree(page.path)
    page = _locked(page)
    if above := audience_above(page.path):
        _give_audience(page, above, all_below=True)
    _bump([page.pk])


def drafts_of(page: LongText) -> str:
    """As which owner of files a page that waits keeps those of all its drafts, for who may read these."""
    return f"{page._meta.model_name} drafts"


def hold_tree(path: str) -> None:
    """Until this transaction is over nobody else begins, moves, opens or closes a page of the same tree."""
    top = LongText.objects.filter(path=path[: 2 * LongText.steplen])
    list(top.select_for_update().values_list("pk"))


@transaction.atomic
def uses_files(*, by: User | None, page: LongText) -> None:
    """Whoever may read the page may see the pictures and files in it, if `by` might; what its history shows stays.

    When nobody says that it is theirs (None), nothing more is opened.
    """
    if by:
        _use_files(by, page, keeps=True)
    _files_found([page.pk])


@transaction.atomic
def has_changed(*, page: Page) -> None:
    """What is drawn of the page is drawn anew, and what it shows is found by those who may read it now."""
    _bump([page.pk])
    _files_found([page.pk])
    live.send(f"writing:{page.pk}", "rights.changed", ref=page.pk)


def _give_audience(page: LongText, audience: int | None, *, all_below: bool) -> None:
    """What is for others than the page was stays so, unless it stands below what is for `audience` alone."""
    found = LongText.objects.filter(path__startswith=page.path).exclude(audience=audience)
    if not all_below:
        found = found.filter(audience=page.audience_id)
    if pages := list(found.values_list("pk", flat=True)):
        LongText.objects.filter(pk__in=pages).update(audience=audience)
        live.send_all((f"writing:{pk}", "rights.changed", pk) for pk in pages)
        _bump(pages)
        _files_found(pages)
        audience_changed.send(sender=LongText, pages=pages)


def _refuse_others_below(by: User, page: LongText, audience: int) -> None:
    """Nobody hands to one team what stands below for another, but those who see everything."""
    if by.sees_everything:
        return
    closed = LongText.objects.filter(path__startswith=page.path).exclude(audience=None)
    if closed.exclude(audience__in={audience, page.audience_id or audience}).exists():
        raise Refused("This cannot be done with all that stands here. Ask an administrator.")


def _files_found(pages: Iterable[int]) -> None:
    """The files that these pages show can be found as the pages can be read."""
    kinds = LongText.objects.filter(pk__in=pages).values_list("content_type__model", "pk")
    numbers = defaultdict(list)
    for kind, pk in kinds:
        numbers[kind].append(pk)
    for kind, of_it in numbers.items():
        files.touch(kind, of_it)


def _bump(pages: Iterable[int]) -> None:
    LongText.objects.filter(pk__in=pages).update(version=F("version") + 1)


@transaction.atomic
def _store(by: User, page: LongText, why: str, more: More | None, *, restored: Revision | None = None) -> Revision:
    """A new revision, which is published unless the page waits."""
    _leave_foreign_out(by, page)
    revision: Revision = page.save_revision(user=by, why=why, clean=False, previous_revision=restored)
    if more:
        more(by, page)
    if page.waits and not page.live:
        page.save()
        _use_files(by, page)
        _use_files(by, page, kind=drafts_of(page), keeps=True)
    else:
        revision.publish(user=by, previous_revision=restored, skip_permission_checks=True)
    return revision


def _use_files(by: User, page: LongText, *, kind: str = "", keeps: bool = False) -> None:
    refs = markup.things_in(page.body)
    pictures, documents = sorted(refs.pictures | page.pictures_beside), sorted(refs.files)
    kind = kind or page._meta.model_name or ""
    files.use(by=by, kind=kind, number=page.pk, pictures=pictures, documents=documents, keeps=keeps)


def _leave_foreign_out(by: User, page: LongText) -> None:
    """A number of a picture or file that `by` may not see would wait in the body for somebody who may, and open it."""
    refs = markup.things_in(page.body)
    if refs.pictures or refs.files:
        hidden = files.foreign(
            by=by, kind=page._meta.model_name or "", number=page.pk, pictures=refs.pictures, documents=refs.files
        )
        if any(hidden):
            page.body = markup.without(page.body, pictures=hidden[0], files=hidden[1])


def _from(page: LongText, base: int) -> LongText:
    """The page as it is now. Raises Stale early for those who are too late anyway."""
    now = _fresh(page)
    if now.head != base or now.live != page.live:
        raise Stale(page.pk)
    return now


def _fresh(page: LongText) -> LongText:
    return page.specific_class.objects.get(pk=page.pk)


def _locked(page: LongText) -> LongText:
    """The page as it is now, which nobody else changes until this transaction is over."""
    LongText.objects.select_for_update().get(pk=page.pk)
    return _fresh(page)
