"""Recognises a file by what is in it. What we cannot recognise, or what can run, we do not take."""

import io
import re
import zipfile
from dataclasses import dataclass

MOST_PARTS = 10_000  # of an office file, which is an archive
MOST_OF_A_LIST = 1024 * 1024  # bytes of the list of contents of one, unpacked


@dataclass(frozen=True)
class FileKind:
    """A kind of file we take: the endings its name may have, the usual one first, and its type as browsers say it."""

    endings: tuple[str, ...]
    type: str

    @property
    def ending(self) -> str:
        return self.endings[0]


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
PDF = FileKind(("pdf",), "application/pdf")
DOCX = FileKind(("docx",), _OFFICE + "wordprocessingml.document")
XLSX = FileKind(("xlsx",), _OFFICE + "spreadsheetml.sheet")
PPTX = FileKind(("pptx",), _OFFICE + "presentationml.presentation")
ODT = FileKind(("odt",), _OPEN + "text")
ODS = FileKind(("ods",), _OPEN + "spreadsheet")
ODP = FileKind(("odp",), _OPEN + "presentation")
TEXT = FileKind(("txt", "md", "csv", "tsv", "log"), "text/plain; charset=utf-8")

KINDS = (PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, TEXT)
BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}

_MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
_OPEN_KINDS = {kind.type.encode(): kind for kind in (ODT, ODS, ODP)}
#: Parts of an office file that run, or load what runs.
_RUNS = re.compile(r"vbaproject|vbadata|/activex|^basic/|^scripts/|macrosheets/|customui", re.IGNORECASE)
_PICTURE = re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP", re.DOTALL)
_MARKUP = re.compile(r"\s*<(!doctype|!--|\?xml|html|head|body|script|svg|math|iframe|object|embed|style|meta)", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")

UNKNOWN = "We cannot take a file of this kind. Send PDF, Word, Excel, PowerPoint, OpenDocument or plain text."
PICTURE = "This is a picture. Put it in as a picture."
MARKUP = "We take no web pages and no SVG, because they can run. Send a PDF or plain text."
MACROS = "This file holds macros, which can run. Save it without macros and retry."
OLD = "This is in the old format of Office, which can hide macros. Save it as .docx, .xlsx or .pptx and retry."
PACKED = "We cannot look into archives. Unpack it and send the files."
BROKEN = "This file is damaged or was not sent whole. Save it again and retry."
EMPTY = "This file is empty."


class NotTaken(ValueError):
    """Not a file we take. Its text tells the person what to do."""


def kind_of(data: bytes) -> FileKind:
    """What these bytes are. Raises NotTaken."""
    if not data:
        raise NotTaken(EMPTY)
    if is_picture(data):
        raise NotTaken(PICTURE)
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotTaken(OLD)
    if data.startswith(b"PK"):
        return _office_kind(data)
    return _text_kind(data)


def is_picture(data: bytes) -> bool:
    """Whether these bytes begin like a picture of ours; `uploads.take_picture` finds out whether they are one."""
    return bool(_PICTURE.match(data))


def text_of(data: bytes) -> str:
    """A plain text as characters, whatever wrote it. Raises UnicodeDecodeError when it is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _text_kind(data: bytes) -> FileKind:
    try:
        text = text_of(data)
    except UnicodeDecodeError as error:
        raise NotTaken(UNKNOWN) from error
    if _CONTROL.search(text):
        raise NotTaken(UNKNOWN)
    if _MARKUP.match(text):
        raise NotTaken(MARKUP)
    return TEXT


def _office_kind(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if len(names) > MOST_PARTS:
                raise NotTaken(PACKED)
            kind = _kind_inside(archive, names)
            if any(_RUNS.search(name) for name in names) or b"macroenabled" in _listed(archive, names).lower():
                raise NotTaken(MACROS)
            return kind
    except NotTaken:
        raise
    except Exception as error:  # an archive made of nonsense raises nearly anything
        raise NotTaken(BROKEN) from error


def _kind_inside(archive: zipfile.ZipFile, names: list[str]) -> FileKind:
    for part, kind in _MAIN_PARTS.items():
        if part in names and "[Content_Types].xml" in names:
            return kind
    if "mimetype" in names and (found := _OPEN_KINDS.get(_part(archive, "mimetype").strip())):
        return found
    raise NotTaken(PACKED)


def _listed(archive: zipfile.ZipFile, names: list[str]) -> bytes:
    return _part(archive, "[Content_Types].xml") if "[Content_Types].xml" in names else b""


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(MOST_OF_A_LIST)
