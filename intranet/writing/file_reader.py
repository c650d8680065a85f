"""A program of its own: reads a file from its standard input and writes the words in it to its standard output.

`python -m intranet.writing.file_reader pdf < file`. It takes little time and memory, or dies.
"""

import io
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO

from defusedxml.ElementTree import iterparse
from pypdf import PdfReader

from intranet.kit.file_kinds import text_of

LETTERS = 200_000  # that are kept of one file
PAGES = 300
MEMORY = 1024**3  # bytes
SECONDS = 20  # of one core
UNPACKED = 100 * 1024 * 1024  # bytes of a part of an office file
#: The parts of an office file that hold words.
PARTS = {
    "docx": ("word/document.xml", "word/footnotes.xml"),
    "pptx": ("ppt/slides/slide",),
    "xlsx": ("xl/sharedStrings.xml",),
    "odt": ("content.xml",),
    "ods": ("content.xml",),
    "odp": ("content.xml",),
}
#: Elements in them: with a line of words, that stand for white space, and whose text nobody sees.
PARAGRAPHS, SPACES, UNSEEN = {"p", "h", "si"}, {"br", "tab", "cr", "s", "line-break"}, {"delText", "instrText"}


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.buffer.write(words(sys.argv[1], sys.stdin.buffer.read()).encode("utf-8", errors="ignore"))


def words(ending: str, data: bytes) -> str:
    """The words in `data`, a file whose name ends so, each run of white space as one."""
    if ending == "pdf":
        pieces = _of_pdf(data)
    elif ending in PARTS:
        pieces = _of_office(data, PARTS[ending])
    else:
        pieces = iter([text_of(data)])
    return _joined(pieces)


def _of_pdf(data: bytes) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(data))
    for page in reader.pages[:PAGES]:
        yield page.extract_text() + "\n"


def _of_office(data: bytes, parts: tuple[str, ...]) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            if name.startswith(parts) and archive.getinfo(name).file_size <= UNPACKED:
                with archive.open(name) as part:
                    yield from _of_xml(part)


def _of_xml(part: IO[bytes]) -> Iterator[str]:
    for _, element in iterparse(part, forbid_dtd=True):
        name = element.tag.rpartition("}")[2]
        if name in SPACES:
            element.text = " "
        elif name in UNSEEN:
            element.text = ""
        elif name in PARAGRAPHS:
            yield "".join(element.itertext()) + "\n"
            element.clear()


def _joined(pieces: Iterable[str]) -> str:
    found: list[str] = []
    size = 0
    for piece in pieces:
        found.append(piece)
        size += len(piece)
        if size > LETTERS:
            break
    lines = "".join(found).replace("\0", " ").splitlines()
    return "\n".join(line for line in (" ".join(one.split()) for one in lines) if line)[:LETTERS]


if __name__ == "__main__":
    main()
