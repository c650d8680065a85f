"""What stands on the pages of the search, read without a browser."""

import re
from dataclasses import dataclass, field
from types import SimpleNamespace

from tests.support.pages import Node, page


@dataclass(frozen=True)
class Found:
    """A page of results. Everything that was sent stands in `body`."""

    status: int
    body: str
    addresses: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    count: int = 0
    is_capped: bool = False
    is_partial: bool = False
    any_word: bool = False
    next: bool = False


@dataclass(frozen=True)
class Offered:
    """What is offered while one types."""

    status: int
    body: str
    titles: list[str] = field(default_factory=list)


def read_results(status: int, body: bytes) -> Found:
    text = body.decode()
    if status != 200:
        return Found(status, text)
    tree = tree_of(body)
    hits = tree.all("li", "hit")
    said = " ".join(node.text for node in tree.all("p", role="status"))
    number = re.search(r"([\d,]+) results?", said)
    return Found(
        status=status,
        body=text,
        addresses=[hit.first("a").attrs["href"] for hit in hits],
        texts=[hit.text for hit in hits],
        count=int(number[1].replace(",", "")) if number else 0,
        is_capped="ore than 1,000" in said,
        is_partial="Time was up" in said,
        any_word="any of the words" in said,
        next=bool(tree.all("a", rel="next")),
    )


def read_suggestions(status: int, body: bytes) -> Offered:
    text = body.decode()
    if status != 200:
        return Offered(status, text)
    links = [link for link in tree_of(body).all("a") if not link.attrs["href"].startswith("/search/")]
    return Offered(status, text, [link.text for link in links])


def tree_of(body: bytes) -> Node:
    return page(SimpleNamespace(content=body))
