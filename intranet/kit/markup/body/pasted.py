"""Understands what other programs put on the clipboard."""

import re
from collections.abc import Iterator

from .reader import Element

_LEVEL = re.compile(r"mso-list\s*:[^;]*\blevel([1-9])")
_IGNORED = re.compile(r"mso-list\s*:\s*ignore")
_NUMBERED = re.compile(r"\s*\(?(?:\d{1,4}|[A-Za-z]|[ivxlcIVXLC]{1,6})[.)]\s*")
_SIGN = re.compile(r"\s*(?:[·•▪◦‣§o–-]|\(?(?:\d{1,4}|[A-Za-z]|[ivxlc]{1,6})[.)])[\s\xa0]+")


def as_lists(tree: Element) -> None:
    """In Word a list is a row of paragraphs that look like one; make each such row a list."""
    waiting = [tree]
    while waiting:
        element = waiting.pop()
        if any(_is_item(child) for child in element.children):
            element.children = list(_grouped(element.children))
        waiting += [child for child in element.children if isinstance(child, Element)]


def _is_item(child: Element | str) -> bool:
    if not isinstance(child, Element) or child.tag != "p":
        return False
    style = child.attributes.get("style", "").lower()
    return bool(_LEVEL.search(style)) or "MsoListParagraph" in child.attributes.get("class", "")


def _grouped(children: list[Element | str]) -> Iterator[Element | str]:
    row: list[Element] = []
    for child in children:
        if _is_item(child) and isinstance(child, Element):
            row.append(child)
        elif row and isinstance(child, str) and not child.strip():
            continue
        else:
            yield from _lists(row)
            row = []
            yield child
    yield from _lists(row)


def _lists(row: list[Element]) -> Iterator[Element]:
    """The paragraphs as lists in each other, by the level that their style names."""
    open_lists: list[Element] = []
    for paragraph in row:
        found = _LEVEL.search(paragraph.attributes.get("style", "").lower())
        level = min(int(found[1]) if found else 1, len(open_lists) + 1)
        sign = _take_sign(paragraph)
        tag = "ol" if _NUMBERED.fullmatch(sign) else "ul"
        del open_lists[level:]
        if len(open_lists) == level and open_lists[-1].tag != tag:
            open_lists.pop()
        if len(open_lists) < level:
            made = Element(tag)
            if open_lists:
                open_lists[-1].children.append(made)
            else:
                yield made
            open_lists.append(made)
        open_lists[-1].children.append(Element("li", children=paragraph.children))


def _take_sign(paragraph: Element) -> str:
    """Take the bullet or number away, and say what it was."""
    waiting: list[Element] = [paragraph]
    while waiting:
        element = waiting.pop()
        for place, child in enumerate(element.children):
            if isinstance(child, Element):
                if _IGNORED.search(child.attributes.get("style", "").lower()):
                    del element.children[place]
                    return _text(child).replace("\xa0", " ")
                waiting.append(child)
    first = paragraph.children[0] if paragraph.children else None
    if isinstance(first, str) and (found := _SIGN.match(first)):
        paragraph.children[0] = first[found.end() :]
        return found[0].replace("\xa0", " ")
    return ""


def _text(element: Element) -> str:
    return "".join(child if isinstance(child, str) else _text(child) for child in element.children)
