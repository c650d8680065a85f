"""Pictures to upload."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo


def png(note: str = "", size: tuple[int, int] = (40, 30)) -> bytes:
    """A small picture, with a `note` among its bytes."""
    info = PngInfo()
    info.add_text("Comment", note)
    written = io.BytesIO()
    Image.new("RGB", size, (200, 40, 40)).save(written, "PNG", pnginfo=info)
    return written.getvalue()


def upload(data: bytes | None = None, name: str = "me.png", kind: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, png() if data is None else data, kind)
