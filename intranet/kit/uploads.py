"""Takes files in, and gives them out again. The only file of the house that does the first.

A picture is what Pillow can decode as one of four formats; its name and its declared type count for nothing. What is
kept is never what came in: every picture is drawn anew as WebP, so what was hidden in or behind it stays outside. Other
files are taken as they are if :mod:`intranet.kit.file_kinds` recognises them, and their names say what they are.
"""

import io
import re
import secrets
import unicodedata
from dataclasses import dataclass, replace
from typing import Any, cast

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import FileResponse, Http404
from PIL import Image, ImageOps

from . import file_kinds
from .file_kinds import FileKind

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_PIXELS = 25_000_000  # of one picture, asked of its header before anything is decoded
QUALITY = 82  # of the WebP that is kept, 0 to 100

_KEY = re.compile(r"[A-Za-z0-9_-]{22,43}")
_FOLDER = re.compile(r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*")

UNREADABLE = "This is not a picture we can read. Use JPEG, PNG, WebP or GIF."
BROKEN = "This picture is damaged or was not sent whole. Save it again and retry."
TOO_MANY_PIXELS = f"This picture is too large. Make it smaller than {MOST_PIXELS // 1_000_000} megapixels and retry."


class UploadRefused(ValueError):
    """A file that we do not take. Its text tells the person what to do."""


class SizeLimit(FileUploadHandler):
    """Stops taking files in once a request has brought more than `settings.MAX_UPLOAD` bytes of them.

    Stands first in FILE_UPLOAD_HANDLERS, so that nothing beyond the limit reaches memory or disk. The rest of the body
    is read and thrown away, or else the browser would not read our answer. `request.upload_too_large` says whether it
    happened; `request.FILES` then holds only the files that were complete before, and a view must not use them.
    """

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.received = 0
        self._mark(False)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.MAX_UPLOAD:
            self._mark(True)
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None  # the next handler keeps the file

    def _mark(self, too_large: bool) -> None:
        if self.request is not None:
            self.request.upload_too_large = too_large  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Picture:
    """A picture drawn anew: WebP bytes and measures by size (the longer side in pixels), those of the largest, and the
    colour that most of it has, such as "#c82828"."""

    key: str
    sizes: dict[int, bytes]
    measures: dict[int, tuple[int, int]]
    width: int
    height: int
    colour: str

    def only(self, *sizes: int) -> "Picture":
        return replace(self, sizes={size: self.sizes[size] for size in sizes})


@dataclass(frozen=True)
class TakenFile:
    """A file as it came in, known for what it is; `name` may be shown and ends as its kind does."""

    key: str
    name: str
    kind: FileKind
    data: bytes


def take_picture(file: UploadedFile, *, sizes: tuple[int, ...], square: bool = True) -> Picture:
    """Decode an uploaded picture and draw it anew in each of `sizes`, the pixels of its longer side.

    A square picture keeps the middle and has exactly these sizes; another keeps its shape and is never enlarged.
    Raises UploadRefused when the file is too big, is not a picture of ours, or is broken.
    """
    drawn = _drawn(_open(_read(file)), max(sizes))
    versions = {size: _shrunk(drawn, size, square) for size in sizes}
    largest = versions[max(sizes)]
    webp = {size: _as_webp(image) for size, image in versions.items()}
    measures = {size: image.size for size, image in versions.items()}
    return Picture(secrets.token_urlsafe(18), webp, measures, largest.width, largest.height, _main_colour(largest))


def take_file(file: UploadedFile) -> TakenFile:
    """Look at an uploaded file that is no picture. Raises UploadRefused when it is too big or not of a kind of ours."""
    data = _read(file)
    try:
        kind = file_kinds.kind_of(data)
    except file_kinds.NotTaken as error:
        raise UploadRefused(str(error)) from error
    return TakenFile(secrets.token_urlsafe(18), _named_as(file.name or "", kind), kind, data)


def looks_like_a_picture(file: UploadedFile) -> bool:
    """Whether it should be taken as a picture rather than as a file."""
    begins: bytes = file.read(16)
    file.seek(0)
    return file_kinds.is_picture(begins)


def keep(picture: Picture, folder: str) -> str:
    """Store every size under `<folder>/<key>-<size>.webp` and return the key. `folder` is ours, never a person's."""
    for size, data in picture.sizes.items():
        default_storage.save(path_of(folder, picture.key, size), ContentFile(data))
    return picture.key


def keep_file(file: TakenFile, folder: str) -> str:
    """Store a file under `<folder>/<key>.<ending>` and return this path; its own name is nowhere on the disk."""
    if not _FOLDER.fullmatch(folder):
        raise ValueError(f"Not a place for files: {folder!r}")
    return default_storage.save(f"{folder}/{file.key}.{file.kind.ending}", ContentFile(file.data))


def discard(folder: str, key: str, sizes: tuple[int, ...]) -> None:
    """Delete the stored sizes of a picture; those that are gone already are no error. Call it on commit."""
    for size in sizes:
        default_storage.delete(path_of(folder, key, size))


def serve(folder: str, key: str, size: int) -> FileResponse:
    """Send a stored picture, to be cached by the browser alone. Whether the person may see it is asked before.

    Raises Http404 when there is none, or when `key` is not one of ours.
    """
    try:
        file = default_storage.open(path_of(folder, key, size))
    except (ValueError, FileNotFoundError) as error:
        raise Http404 from error
    return FileResponse(
        file,
        content_type="image/webp",
        headers={
            "Content-Disposition": f'inline; filename="{key}-{size}.webp"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'",
            "Cache-Control": "private, max-age=31536000, immutable",  # a new picture has a new key
        },
    )


def too_big() -> str:
    return f"This file is too big. Send at most {settings.MAX_UPLOAD // 1024 // 1024} MB."


def safe_name(name: str) -> str:
    """The name of a file as it may be shown: no path, no invisible or text-turning characters, no reserved device name,
    at most 120 characters with its extension kept; "file" when nothing is left."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(
        letter for letter in last if unicodedata.category(letter) not in _UNSEEN and letter not in '<>:"|?*'
    )
    stem, dot, extension = " ".join(plain.split()).strip(". ").rpartition(".")
    if not stem or len(extension) > 20:
        stem, dot, extension = stem + dot + extension, "", ""
    if stem.split(".")[0].strip().upper() in _RESERVED:
        stem = "_" + stem
    return (stem[: 120 - len(dot + extension)].rstrip(". ") + dot + extension) or "file"


def _named_as(name: str, kind: FileKind) -> str:
    """`name`, with the usual ending of its kind behind it when it ends otherwise."""
    shown = safe_name(name)
    if shown.rpartition(".")[2].lower() in kind.endings and "." in shown:
        return shown
    return safe_name(f"{shown[: 119 - len(kind.ending)]}.{kind.ending}")


_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_RESERVED = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    port + digit for port in ("COM", "LPT") for digit in "0123456789¹²³"
}


def _read(file: UploadedFile) -> bytes:
    data: bytes = file.read(settings.MAX_UPLOAD + 1)
    if len(data) > settings.MAX_UPLOAD:
        raise UploadRefused(too_big())
    return data


def _open(data: bytes) -> Image.Image:
    """The picture with only its header read."""
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UploadRefused(TOO_MANY_PIXELS) from error
    except Exception as error:  # a decoder fed with nonsense raises nearly anything
        raise UploadRefused(UNREADABLE) from error
    if image.width * image.height > MOST_PIXELS:
        raise UploadRefused(TOO_MANY_PIXELS)
    return image


def _drawn(image: Image.Image, largest: int) -> Image.Image:
    """The first frame as plain RGB or RGBA pixels, upright, with nothing said about it."""
    try:
        image.draft(None, (2 * largest, 2 * largest))  # a JPEG need not be decoded in full to be shown small
        image.load()
        if image.mode.startswith("I"):  # 16 bits of grey; converting alone would cut off all but the darkest
            image = image.convert("I").point(lambda grey: grey / 256).convert("L")
        ImageOps.exif_transpose(image, in_place=True)
        wanted = "RGBA" if image.has_transparency_data else "RGB"
        plain = image if image.mode == wanted else image.convert(wanted)
    except Exception as error:
        raise UploadRefused(BROKEN) from error
    plain.info.clear()
    return plain


def _shrunk(image: Image.Image, size: int, square: bool) -> Image.Image:
    if square:
        return ImageOps.fit(image, (size, size), Image.Resampling.LANCZOS)
    smaller = image.copy()
    smaller.thumbnail((size, size), Image.Resampling.LANCZOS)
    return smaller


def _main_colour(image: Image.Image) -> str:
    few = image.convert("RGB").resize((32, 32)).quantize(4).convert("RGB")
    _, colour = max(few.getcolors() or [(1, (128, 128, 128))])
    red, green, blue = cast(tuple[int, int, int], colour)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _as_webp(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "WEBP", quality=QUALITY, exif=b"", icc_profile=b"", xmp=b"")
    return written.getvalue()


def path_of(folder: str, key: str, size: int) -> str:
    """Where a size of a picture is kept. Raises ValueError when `folder` or `key` cannot be ours."""
    if not (_FOLDER.fullmatch(folder) and _KEY.fullmatch(key) and size > 0):
        raise ValueError(f"Not the place of a picture: {folder!r}, {key!r}, {size!r}")
    return f"{folder}/{key}-{size}.webp"
