"""Takes files in, and gives them out again. The only file of the house that does the first.

A picture is what Pillow can decode as one of four formats; its name and its declared type count for nothing. What is
kept is never what came in: every picture is drawn anew as WebP, so what was hidden in or behind it stays outside.
"""

import io
import re
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import FileResponse, Http404
from PIL import Image, ImageOps

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
    """A picture drawn anew: WebP bytes by size (the longer side in pixels), and the measures of the largest."""

    key: str
    sizes: dict[int, bytes]
    width: int
    height: int


def take_picture(file: UploadedFile, *, sizes: tuple[int, ...], square: bool = True) -> Picture:
    """Decode an uploaded picture and draw it anew in each of `sizes`, the pixels of its longer side.

    A square picture keeps the middle and has exactly these sizes; another keeps its shape and is never enlarged.
    Raises UploadRefused when the file is too big, is not a picture of ours, or is broken.
    """
    drawn = _drawn(_open(_read(file)), max(sizes))
    versions = {size: _shrunk(drawn, size, square) for size in sizes}
    largest = versions[max(sizes)]
    webp = {size: _as_webp(image) for size, image in versions.items()}
    return Picture(secrets.token_urlsafe(18), webp, largest.width, largest.height)


def keep(picture: Picture, folder: str) -> str:
    """Store every size under `<folder>/<key>-<size>.webp` and return the key. `folder` is ours, never a person's."""
    for size, data in picture.sizes.items():
        default_storage.save(_path(folder, picture.key, size), ContentFile(data))
    return picture.key


def discard(folder: str, key: str, sizes: tuple[int, ...]) -> None:
    """Delete the stored sizes of a picture; those that are gone already are no error. Call it on commit."""
    for size in sizes:
        default_storage.delete(_path(folder, key, size))


def serve(folder: str, key: str, size: int) -> FileResponse:
    """Send a stored picture, to be cached by the browser alone. Whether the person may see it is asked before.

    Raises Http404 when there is none, or when `key` is not one of ours.
    """
    try:
        file = default_storage.open(_path(folder, key, size))
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


_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_RESERVED = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    port + digit for port in ("COM", "LPT") for digit in "0123456789¹²³"
}


def _read(file: UploadedFile) -> bytes:
    data: bytes = file.read(settings.MAX_UPLOAD + 1)
    if len(data) > settings.MAX_UPLOAD:
        raise UploadRefused(f"This file is too big. Send at most {settings.MAX_UPLOAD // 1024 // 1024} MB.")
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


def _as_webp(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "WEBP", quality=QUALITY, exif=b"", icc_profile=b"", xmp=b"")
    return written.getvalue()


def _path(folder: str, key: str, size: int) -> str:
    if not (_FOLDER.fullmatch(folder) and _KEY.fullmatch(key) and size > 0):
        raise ValueError(f"Not the place of a picture: {folder!r}, {key!r}, {size!r}")
    return f"{folder}/{key}-{size}.webp"
