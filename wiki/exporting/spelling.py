"""The body of an exported page as Markdown whose links lead to files."""

import re
import secrets
from collections.abc import Mapping

from intranet.kit import markup

from .places import way

_LINK = re.compile(r'<a data-(page|person|file)="(\d+)"( data-part="[^"]*")?>(.*?)</a>', re.DOTALL)
_FIGURE = re.compile(r'<figure data-picture="(\d+)">(.*?)</figure>', re.DOTALL)
DIGITS = 12


def as_markdown(body: str, place: str, pages: Mapping[int, str], things: Mapping[str, Mapping[int, str]]) -> str:
    """The body of the page at `place`. `pages` and `things` ("file", "picture": paths, "person": usernames) are named
    by number; of a link to what is not among them the words stay.

    Code may speak of `page:12`, too. So each number gets a mark before it that stands nowhere in the body, and only
    what carries the mark is led to its file.
    """
    mark = _mark(body)
    known = {"page": pages, **things}

    def link(found: re.Match[str]) -> str:
        number = int(found[2])
        if number not in known[found[1]]:
            return found[4]
        return f'<a data-{found[1]}="{mark}{number:0{DIGITS}}"{found[3] or ""}>{found[4]}</a>'

    def figure(found: re.Match[str]) -> str:
        number = int(found[1])
        return (
            f'<figure data-picture="{mark}{number:0{DIGITS}}">{found[2]}</figure>' if number in known["picture"] else ""
        )

    def address(kind: str, number: str, part: str) -> str:
        thing = known[kind][int(number)]
        if kind == "person":
            return f"person:{thing}"
        return way(place, thing) + (f"#{part}" if part else "")

    in_html = re.compile(rf'data-(page|person|file)="{mark}(\d{{{DIGITS}}})"(?: data-part="([\w-]*)")?')
    of_picture = re.compile(rf'<figure data-picture="{mark}(\d{{{DIGITS}}})"><img ')
    in_text = re.compile(rf"\b(page|person|file|picture):{mark}(\d{{{DIGITS}}})(?:#([\w-]*))?")
    text = markup.markdown_of(_FIGURE.sub(figure, _LINK.sub(link, body)))
    text = in_html.sub(lambda found: f'href="{address(found[1], found[2], found[3] or "")}"', text)
    text = of_picture.sub(lambda found: f'<figure><img src="{address("picture", found[1], "")}" ', text)
    return in_text.sub(lambda found: address(found[1], found[2], found[3] or ""), text)


def _mark(body: str) -> str:
    """Digits that do not stand in the body; with a number behind them they are still a number."""
    while (mark := str(secrets.randbelow(90_000) + 10_000)) in body:
        pass
    return mark
