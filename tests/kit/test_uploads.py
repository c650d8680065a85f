"""Pictures come in by what they are, are drawn anew, and go out so that a browser shows them and does nothing else."""

import io
import re
import struct
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import RequestFactory
from django.utils.http import parse_header_parameters
from hostile import FILE_NAMES
from PIL import Image, ImageFile

from intranet.kit import uploads
from intranet.kit.uploads import UploadRefused, discard, keep, safe_name, serve, take_picture

RED, BLUE = (255, 0, 0), (0, 0, 255)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.MAX_UPLOAD = 10 * 1024 * 1024
    return tmp_path


def upload(data: bytes, name: str = "photo.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, kind)


def encoded(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def two_halves(width: int = 80, height: int = 40, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image.convert(mode)


def taken(data: bytes, size: int = 32, square: bool = True, **upload_options) -> Image.Image:
    picture = take_picture(upload(data, **upload_options), sizes=(size,), square=square)
    return Image.open(io.BytesIO(picture.sizes[size]), formats=["WEBP"])


def alike(pixel, colour) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(pixel, colour, strict=False))


# --- What is taken ------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_portrait_of_each_kind_is_cut_square_and_kept_as_webp(kind):
    picture = take_picture(upload(encoded(two_halves(), kind)), sizes=(16, 64))
    assert (picture.width, picture.height) == (64, 64)
    for size in (16, 64):
        assert Image.open(io.BytesIO(picture.sizes[size]), formats=["WEBP"]).size == (size, size)
    assert re.fullmatch(r"[A-Za-z0-9_-]{22,}", picture.key)


def test_a_picture_that_need_not_be_square_keeps_its_shape_and_is_not_enlarged():
    assert taken(encoded(two_halves()), 40, square=False).size == (40, 20)
    assert taken(encoded(two_halves()), 400, square=False).size == (80, 40)


@pytest.mark.parametrize(
    ("mode", "kind"), [("RGB", "JPEG"), ("CMYK", "JPEG"), ("P", "PNG"), ("P", "GIF"), ("RGBA", "WEBP")]
)
def test_every_way_of_writing_colours_is_understood(mode, kind):
    kept = taken(encoded(two_halves(mode=mode), kind)).convert("RGB")
    assert alike(kept.getpixel((4, 16)), RED)
    assert alike(kept.getpixel((28, 16)), BLUE)


@pytest.mark.parametrize(("mode", "kind"), [("L", "JPEG"), ("1", "PNG"), ("LA", "PNG")])
def test_a_picture_without_colours_is_taken(mode, kind):
    assert taken(encoded(two_halves(mode=mode), kind)).size == (32, 32)


def test_sixteen_bits_of_grey_keep_their_shades():
    image = Image.new("I;16", (40, 40), 32_768)
    assert 110 < taken(encoded(image)).convert("L").getpixel((10, 10)) < 145


def test_what_is_transparent_stays_transparent():
    assert taken(encoded(Image.new("RGBA", (40, 40), (0, 0, 0, 0)))).getpixel((5, 5))[3] == 0


def test_a_phone_held_sideways_gives_an_upright_picture():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter clockwise to see it upright
    upright = taken(encoded(two_halves(80, 40), "JPEG", exif=exif, quality=95), 40, square=False)
    assert upright.size == (20, 40)
    assert alike(upright.convert("RGB").getpixel((10, 5)), RED)
    assert alike(upright.convert("RGB").getpixel((10, 35)), BLUE)


def test_where_a_picture_was_taken_is_forgotten():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    data = encoded(two_halves(), "JPEG", exif=exif, comment=b"SecretComment", icc_profile=b"SecretProfile" * 20)
    assert b"SecretCamera" in data and b"SecretComment" in data and b"SecretProfile" in data
    kept = take_picture(upload(data), sizes=(32,)).sizes[32]
    assert b"Secret" not in kept
    assert not {"exif", "icc_profile", "xmp", "comment"} & Image.open(io.BytesIO(kept)).info.keys()
    assert not re.search(rb"EXIF|ICCP|XMP ", kept)


def test_a_text_hidden_in_or_behind_a_picture_is_forgotten():
    data = encoded(two_halves(), "PNG") + b"<script>alert(1)</script>"
    assert b"script" not in take_picture(upload(data), sizes=(32,)).sizes[32]


def test_of_a_film_the_first_picture_is_taken():
    red, blue = Image.new("RGB", (40, 40), RED), Image.new("RGB", (40, 40), BLUE)
    picture = taken(encoded(red, "GIF", save_all=True, append_images=[blue]))
    assert getattr(picture, "n_frames", 1) == 1
    assert alike(picture.convert("RGB").getpixel((5, 5)), RED)


def test_the_name_and_the_declared_kind_count_for_nothing():
    assert taken(encoded(two_halves()), name="x.html", kind="text/html").size == (32, 32)


# --- What is refused ----------------------------------------------------------------------------
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.mark.parametrize(
    "data",
    [
        *(SVG, b"<html><script>alert(1)</script>", b"%PDF-1.7\n%", b"%!PS-Adobe-3.0 EPSF-3.0\n", b"PK\x03\x04", b""),
        *(b"GIF89a", b"GIF89a/*<script>*/=1;", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"\xff\xd8\xff"),
        *(b"\0" * 4_000, b"BM" + b"\0" * 100),
    ],
    ids=lambda data: ascii(data[:12]),
)
def test_what_is_not_a_picture_of_ours_is_refused_whatever_it_is_called(data):
    for name, kind in (("photo.png", "image/png"), ("photo.svg", "image/svg+xml")):
        with pytest.raises(UploadRefused, match=r"JPEG, PNG, WebP or GIF|damaged"):
            take_picture(upload(data, name, kind), sizes=(32,))


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM", "PDF", "TGA", "PCX"])
def test_a_picture_of_another_kind_is_refused(kind):
    with pytest.raises(UploadRefused, match="Use JPEG, PNG, WebP or GIF"):
        take_picture(upload(encoded(two_halves(), kind), "photo.png"), sizes=(32,))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_half_a_picture_is_refused(kind):
    noise = Image.effect_noise((200, 200), 90).convert("RGB")
    data = encoded(noise, kind)
    with pytest.raises(UploadRefused):
        take_picture(upload(data[: len(data) // 2]), sizes=(32,))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")  # Pillow's; we refuse in any case
@pytest.mark.parametrize("side", [7_100, 11_000, 60_000])
def test_a_tiny_file_that_claims_a_huge_picture_is_refused_before_it_is_decoded(side):
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1_000)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    with pytest.raises(UploadRefused, match="megapixels"):
        take_picture(upload(bomb), sizes=(32,))


def test_a_file_over_the_limit_is_refused_and_told_the_limit(settings):
    settings.MAX_UPLOAD = 1024 * 1024
    with pytest.raises(UploadRefused, match="at most 1 MB"):
        take_picture(upload(encoded(two_halves()) + b"\0" * 1024 * 1024), sizes=(32,))


# --- Keeping and giving out ---------------------------------------------------------------------
def test_a_picture_is_kept_served_and_discarded(media):
    picture = take_picture(upload(encoded(two_halves()), "../../evil.html"), sizes=(16, 64))
    key = keep(picture, "people/portraits")
    assert sorted(file.name for file in media.rglob("*.*")) == sorted(f"{key}-{size}.webp" for size in (16, 64))
    response = serve("people/portraits", key, 64)
    assert b"".join(response) == picture.sizes[64]
    discard("people/portraits", key, (16, 64))
    discard("people/portraits", key, (16, 64))
    assert not default_storage.exists(f"people/portraits/{key}-64.webp")
    with pytest.raises(Http404):
        serve("people/portraits", key, 64)


@pytest.mark.django_db  # closing a response looks at the database connections
def test_a_served_picture_can_do_nothing_but_be_seen():
    key = keep(take_picture(upload(encoded(two_halves())), sizes=(16,)), "portraits")
    response = serve("portraits", key, 16)
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert response["Cache-Control"] == "private, max-age=31536000, immutable"
    assert parse_header_parameters(response["Content-Disposition"]) == ("inline", {"filename": f"{key}-16.webp"})
    response.close()


@pytest.mark.parametrize(
    "key",
    ["../secret", "a" * 21, "a" * 21 + "/", "a" * 30 + "\n", "a" * 30 + ".", "é" * 30, "a" * 100, *FILE_NAMES],
    ids=lambda key: ascii(key)[:40],
)
def test_a_key_that_is_not_one_of_ours_leads_nowhere(key, media):
    (media / "secret-16.webp").write_bytes(b"secret")
    with pytest.raises(Http404):
        serve("portraits", key, 16)


# --- Names --------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", FILE_NAMES, ids=lambda name: ascii(name)[:40])
def test_a_file_name_is_only_a_name(name):
    shown = safe_name(name)
    assert 0 < len(shown) <= 120
    assert not re.search(r'[/\\\x00-\x1f\x7f-\x9f<>:"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]', shown)
    assert not shown.startswith(".") and not shown.endswith((".", " "))
    assert shown.split(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1", "COM¹"}
    assert safe_name(shown) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Plan 2026 (final).pdf", "Plan 2026 (final).pdf"),
        ("C:\\Users\\tom\\Größe.JPG", "Größe.JPG"),
        ("../../.htaccess", "htaccess"),
        ("con.txt", "_con.txt"),
        ("x" * 200 + ".tar.gz", "x" * 117 + ".gz"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("", "file"),
    ],
)
def test_an_honest_name_is_kept_with_its_extension(name, shown):
    assert safe_name(name) == shown


# --- The limit while it comes in ----------------------------------------------------------------
class Stream(io.RawIOBase):
    """A request body with one file of `size` bytes, made while it is read."""

    def __init__(self, size: int, before: bytes = b"") -> None:
        head = (
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\nContent-Type: image/png\r\n\r\n'
        )
        self.head, self.left, self.tail = io.BytesIO(before + head), size, io.BytesIO(b"\r\n--b--\r\n")
        self.length = len(before + head) + size + 9

    def read(self, size: int = -1) -> bytes:
        if data := self.head.read(size):
            return data
        count = min(self.left, 65_536 if size < 0 else size)
        self.left -= count
        return b"x" * count or self.tail.read(size)

    def readline(self, size: int | None = -1) -> bytes:
        return self.read(65_536)  # how Django throws the rest away; byte by byte it would take minutes


@pytest.fixture
def posted(settings):
    settings.FILE_UPLOAD_HANDLERS = [
        "intranet.kit.uploads.SizeLimit",
        "django.core.files.uploadhandler.MemoryFileUploadHandler",
        "django.core.files.uploadhandler.TemporaryFileUploadHandler",
    ]

    def post(stream: Stream):
        kind = "multipart/form-data; boundary=b"
        environ = {"wsgi.input": stream, "CONTENT_LENGTH": str(stream.length), "CONTENT_TYPE": kind}
        return RequestFactory().generic("POST", "/", b"x", kind, **environ)

    return post


def test_a_file_of_200_mb_is_stopped_and_not_kept(posted, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    request = posted(Stream(200 * 1024 * 1024))
    assert request.FILES == {}
    assert request.upload_too_large is True
    assert list(tmp_path.iterdir()) == []


def test_two_files_count_together(posted, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    head = b'--b\r\nContent-Disposition: form-data; name="one"; filename="1.bin"\r\n\r\n'
    request = posted(Stream(6 * 1024 * 1024, before=head + b"y" * (6 * 1024 * 1024) + b"\r\n"))
    assert "file" not in request.FILES
    assert request.upload_too_large is True
    request.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [1_000, 5 * 1024 * 1024, 10 * 1024 * 1024])
def test_a_file_within_the_limit_comes_in_whole(posted, size):
    request = posted(Stream(size))
    assert request.FILES["file"].size == size
    assert request.upload_too_large is False


def test_nobody_has_loosened_pillow():
    """Its own guard stands behind ours, and broken files are not patched up."""
    assert Image.MAX_IMAGE_PIXELS and Image.MAX_IMAGE_PIXELS < 4 * uploads.MOST_PIXELS
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
