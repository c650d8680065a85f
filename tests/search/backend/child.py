"""Another process that writes to or reads from the index below a folder: ``python -m tests.search.backend.child``."""

import sys

import django

django.setup()

from search.backends.whoosh import SearchBackend  # noqa: E402

from .papers.models import Paper  # noqa: E402


def write_forever(folder: str, begin: int) -> None:
    """Commit five papers at a time and tell their keys once they are acknowledged."""
    index = SearchBackend({"PATH": folder}).get_index_for_model(Paper)
    number = begin
    while True:
        papers = [Paper(pk=number + each, title=f"paper {number + each}", readers=[0]) for each in range(5)]
        index.write(Paper, add=papers)
        print(*[each.pk for each in papers], flush=True)
        number += 5


def write_one(folder: str, pk: int) -> None:
    SearchBackend({"PATH": folder}).get_index_for_model(Paper).write(Paper, add=[Paper(pk=pk, title="from afar")])


if __name__ == "__main__":
    {"forever": write_forever, "one": write_one}[sys.argv[1]](sys.argv[2], int(sys.argv[3]))
