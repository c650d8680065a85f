"""The words in attached files, read by a worker after they came in.

A file is read in a process of its own, which has little time and memory: what cannot be read there has no words, and
nobody is bothered.
"""

import subprocess
import sys

from intranet.jobs import task
from search import documents

from .models import Document, FileWords

SECONDS = 30
MOST = 64 * 1024 * 1024  # bytes of a file that are looked at
READER = "intranet.writing.file_reader"


@task(attempts=2)
def read_words(pk: int) -> int:
    """The words of a file are known, and it can be found by them. Returns how many letters they have."""
    document = Document.objects.filter(pk=pk).first()
    if document is None:
        return 0
    text = words_in(document)
    FileWords.objects.update_or_create(document=document, defaults={"text": text})
    documents.touch(document)
    return len(text)


def words_in(document: Document) -> str:
    """The words in its bytes; none when these are gone, broken, or too much work."""
    try:
        with document.file.open("rb") as file:
            data = file.read(MOST)
        command = [sys.executable, "-m", READER, document.ending]
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", errors="ignore")
