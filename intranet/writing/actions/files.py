"""Pictures and files come in, things use them, and what nothing uses goes."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from intranet.kit import uploads
from intranet.people.models import User
from intranet.writing.file_words import read_words
from intranet.writing.models import Document, FileUse, Image, Rendition
from intranet.writing.models.file_use import OFFICE
from intranet.writing.models.files import SIZES
from search import documents

PICTURES, ORIGINALS, FILES = "pictures", "originals", "documents"  # folders
MOST_AN_HOUR = 300  # that one person may send
KEPT_UNUSED = timedelta(days=1)
LONGEST_ALT = FileUse._meta.get_field("alt").max_length or 0
BATCH = 200
#: The number of a picture, or of a file; one of them.
Key = tuple[int | None, int | None]


class TooMany(ValueError):
    """Somebody sends more than anybody could look at. Its text tells them what to do."""


def take(*, by: User, upload: UploadedFile, limited: bool = True) -> Image | Document:
    """A picture or a file is there, whichever it is. A command may bring more than a person.

    Raises uploads.UploadRefused and TooMany.
    """
    if uploads.looks_like_a_picture(upload):
        return take_picture(by=by, upload=upload, limited=limited)
    return take_file(by=by, upload=upload, limited=limited)


def take_picture(*, by: User, upload: UploadedFile, limited: bool = True) -> Image:
    """A picture is there, drawn anew in several sizes, seen by nobody else until something uses it.

    Raises uploads.UploadRefused when it is none, and TooMany.
    """
    _refuse_too_many(by, limited)
    taken = uploads.take_picture(upload, sizes=SIZES, square=False)
    uploads.keep(taken.only(max(SIZES)), ORIGINALS)
    return _store_picture(by, uploads.safe_name(upload.name or ""), taken, _keep_sizes(taken))


def take_file(*, by: User, upload: UploadedFile, limited: bool = True) -> Document:
    """A file is there, seen by nobody else until something uses it; a worker reads its words.

    Raises uploads.UploadRefused when it is of no kind that we take, and TooMany.
    """
    _refuse_too_many(by, limited)
    taken = uploads.take_file(upload)
    kept = uploads.keep_file(taken, FILES)
    about = {"file_size": len(taken.data), "file_hash": _fingerprint(taken.data)}
    return _store_file(Document(title=taken.name, file=kept, uploaded_by_user=by, **about))


@transaction.atomic
def came(*, by: User | None, thing: Image | Document) -> None:
    """What was stored, at the desk or in the back office, is ready: a picture has its sizes, a file is read."""
    if isinstance(thing, Document):
        read_words.enqueue(thing.pk)
    elif not thing.kept:
        draw_sizes(by=by, picture=thing)
    if thing.is_for_office:
        named = {"picture": thing} if isinstance(thing, Image) else {"document": thing}
        FileUse.objects.get_or_create(kind=OFFICE, number=thing.pk, **named)


def draw_sizes(*, by: User | None, picture: Image) -> None:
    """A picture that stands as it was put in has its sizes; one that cannot be drawn has none."""
    try:
        with picture.file.open("rb") as file:
            taken = uploads.take_picture(file, sizes=SIZES, square=False)
    except (OSError, uploads.UploadRefused):
        return
    _store_sizes(picture, taken, _keep_sizes(taken))


@transaction.atomic
def use(
    *,
    by: User | None,
    kind: str,
    number: int,
    pictures: Mapping[int, str] | Iterable[int] = (),
    documents: Iterable[int] = (),
    keeps: bool = False,
) -> None:
    """The owner, named by kind and number, uses exactly these pictures (with their alt texts, if given) and files.

    What `by` may not see is left out, unless the owner used it before; a command (None) sees everything. With `keeps`,
    the owner goes on using what it used, for its history shows it. It is called in the transaction that changes the
    owner, after the change.
    """
    before = {(one.picture_id, one.document_id): one for one in FileUse.objects.of(kind, [number])}
    alts = dict(pictures) if isinstance(pictures, Mapping) else dict.fromkeys(pictures, "")
    wanted = {(pk, None): alt for pk, alt in alts.items()} | {(None, pk): "" for pk in documents}
    new = wanted.keys() - before.keys()
    allowed = before.keys() | _seen(by, new)
    missing, changed = [], []
    for place, (key, alt) in enumerate((key, alt[:LONGEST_ALT]) for key, alt in wanted.items() if key in allowed):
        if key not in before:
            picture, document = key
            missing.append(
                FileUse(kind=kind, number=number, picture_id=picture, document_id=document, place=place, alt=alt)
            )
        elif (before[key].place, before[key].alt) != (place, alt):
            before[key].place, before[key].alt = place, alt
            changed.append(before[key])
    surplus = [] if keeps else [one for key, one in before.items() if key not in wanted]
    FileUse.objects.filter(pk__in=[one.pk for one in surplus]).delete()
    FileUse.objects.bulk_create(missing)
    FileUse.objects.bulk_update(changed, ["place", "alt"])
    _touch(one.document_id for one in [*surplus, *missing])


def foreign(
    *, by: User, kind: str, number: int, pictures: Collection[int], documents: Collection[int]
) -> tuple[set[int], set[int]]:
    """Those of the pictures and of the files that `by` may not see, and that the owner does not use either."""
    used = frozenset(FileUse.objects.of(kind, [number]).values_list("picture", "document"))
    asked = {(pk, None) for pk in pictures} | {(None, pk) for pk in documents}
    hidden = asked - used - _seen(by, asked - used)
    return {pk for pk, _ in hidden if pk}, {pk for _, pk in hidden if pk}


def touch(kind: str, numbers: Collection[int]) -> None:
    """What these owners use can be found as they can be found now: call it when that changes."""
    _touch(FileUse.objects.of(kind, numbers).exclude(document=None).values_list("document", flat=True))


@transaction.atomic
def let_go(*, kind: str, number: int) -> None:
    """The owner is gone and uses nothing any more."""
    uses = FileUse.objects.of(kind, [number])
    numbers = list(uses.values_list("document", flat=True))
    uses.delete()
    _touch(numbers)


def forget_unused() -> int:
    """What came in more than a day ago and nothing uses is gone, and after the commit its bytes. Returns how much."""
    return sum(_forget_all(model) for model in (Image, Document))


def _refuse_too_many(by: User, limited: bool) -> None:
    if not limited:
        return
    lately = {"uploaded_by_user": by, "created_at__gt": timezone.now() - timedelta(hours=1)}
    if sum(model.objects.filter(**lately).count() for model in (Image, Document)) >= MOST_AN_HOUR:
        raise TooMany("That was a lot of files at once. Go on in an hour; what you wrote is kept.")


def _keep_sizes(taken: uploads.Picture) -> list[int]:
    """Those sizes that differ are stored: a small picture is not kept three times."""
    sizes = sorted({taken.measures[size]: size for size in sorted(taken.sizes, reverse=True)}.values())
    uploads.keep(taken.only(*sizes), PICTURES)
    return sizes


@transaction.atomic
def _store_picture(by: User, title: str, taken: uploads.Picture, sizes: list[int]) -> Image:
    data = taken.sizes[max(SIZES)]
    about = {"width": taken.width, "height": taken.height, "file_size": len(data), "file_hash": _fingerprint(data)}
    file = uploads.path_of(ORIGINALS, taken.key, max(SIZES))
    # Not `create`: whoever hears of a new picture would draw its sizes again.
    [picture] = Image.objects.bulk_create([Image(title=title, file=file, uploaded_by_user=by, **about)])
    _store_sizes(picture, taken, sizes)
    return picture


@transaction.atomic
def _store_sizes(picture: Image, taken: uploads.Picture, sizes: list[int]) -> None:
    picture.renditions.all().delete()
    rows = Rendition.objects.bulk_create(
        Rendition(
            image=picture,
            filter_spec=f"max-{size}x{size}",
            focal_point_key="",
            file=uploads.path_of(PICTURES, taken.key, size),
            width=taken.measures[size][0],
            height=taken.measures[size][1],
        )
        for size in sizes
    )
    picture.kept, picture.colour = [[row.pk, row.width, row.height] for row in rows], taken.colour
    Image.objects.filter(pk=picture.pk).update(kept=picture.kept, colour=picture.colour)


@transaction.atomic
def _store_file(row: Document) -> Document:
    row.save()
    return row


def _fingerprint(data: bytes) -> str:
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


def _seen(by: User | None, keys: Iterable[Key]) -> frozenset[Key]:
    """Those of these that are there and that `by` may see."""
    keys = list(keys)
    found: frozenset[Key] = frozenset()
    if pictures := [picture for picture, _ in keys if picture]:
        rows = Image.objects.visible_to(by) if by else Image.objects.all()
        found |= {(pk, None) for pk in rows.filter(pk__in=pictures).values_list("pk", flat=True)}
    if files := [document for _, document in keys if document]:
        rows = Document.objects.visible_to(by) if by else Document.objects.all()
        found |= {(None, pk) for pk in rows.filter(pk__in=files).values_list("pk", flat=True)}
    return found


def _touch(numbers: Iterable[int | None]) -> None:
    documents.touch_numbers("file", sorted({number for number in numbers if number}))


def _forget_all(model: type[Image] | type[Document]) -> int:
    """Some at a time, so that nobody waits long for those that are held."""
    count = 0
    while some := _forget_some(model):
        count += some
        if some < BATCH:
            break
    return count


@transaction.atomic
def _forget_some(model: type[Image] | type[Document]) -> int:
    old = model.objects.filter(created_at__lt=timezone.now() - KEPT_UNUSED)
    # Whoever begins to use one holds its row, so it is asked again once we hold it.
    held = list(old.unused().select_for_update().values_list("pk", flat=True)[:BATCH])
    return model.objects.unused().filter(pk__in=held).delete()[1].get(model._meta.label, 0)
