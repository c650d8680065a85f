"""Reads Markdown: CommonMark with GitHub's tables, strikethrough and alerts, `[[Title]]`, and HTML as far as bodies go.

What the library makes of a text is HTML like any other that somebody sends, and takes the same way.
"""

import re
from collections.abc import Callable

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from .cleaning import blocks_of, written
from .reader import Element, read
from .schema import Block

Resolve = Callable[[str], str | None]
NUMBERED = re.compile(r"(page|person|file|picture):([1-9][0-9]{0,17})(?:#(.*))?", re.DOTALL)
WANTED = "wanted:"
MOST_WORK = 25_000  # signs that mean something, and lines; a text with more is not read as Markdown


def body_from_markdown(text: str, resolve: Resolve | None = None) -> SafeString:
    """The body that `text` means, clean.

    `resolve` is asked for the target of each link and picture, as it is written. It answers with one of ours
    (`page:12`, `page:12#part`, `person:7`, `file:9`, `picture:5`, `wanted:Title`), with an address, or with None.
    """
    return written(blocks_of_markdown(text, resolve))


def blocks_of_markdown(text: str, resolve: Resolve | None = None) -> list[Block]:
    tree = read(text if is_too_much(text) else _markdown.render(text))
    _name_things(tree, resolve)
    return blocks_of(tree)


def is_too_much(text: str) -> bool:
    """Would it take long to read this as Markdown? Then it is HTML, or words and nothing else."""
    return len(_WORK.findall(text)) + text.count("\n") > MOST_WORK


_WORK = re.compile(r"[][()*_~`<>&!\\|\n]")


def _name_things(tree: Element, resolve: Resolve | None) -> None:
    """Give links and pictures the numbers that their targets name."""
    waiting = [tree]
    while waiting:
        element = waiting.pop()
        for child in element.children:
            if isinstance(child, Element):
                if child.tag == "a" and "href" in child.attributes:
                    _name_link(child, resolve)
                elif child.tag == "figure":
                    _name_figure(child, resolve)
                elif child.tag == "img" and "src" in child.attributes:
                    _name_picture(child, resolve)
                waiting.append(child)


def _target(written: str, resolve: Resolve | None) -> str:
    return (resolve(written) if resolve else None) or written


def _name_link(link: Element, resolve: Resolve | None) -> None:
    target = _target(link.attributes["href"], resolve)
    link.attributes["href"] = target
    if target.startswith(WANTED):
        link.attributes["data-wanted"] = target.removeprefix(WANTED)
    elif found := NUMBERED.fullmatch(target):
        link.attributes[f"data-{found[1]}"] = found[2]
        link.attributes["data-part"] = found[3] or ""


def _name_figure(figure: Element, resolve: Resolve | None) -> None:
    """A figure of HTML that holds a picture is this picture, and keeps its caption."""
    images = [child for child in figure.children if isinstance(child, Element) and child.tag == "img"]
    written = images[0].attributes.get("src", "") if images else ""
    found = NUMBERED.fullmatch(_target(written, resolve)) if written else None
    if found and found[1] == "picture":
        figure.attributes["data-picture"] = found[2]
        del images[0].attributes["src"]


def _name_picture(image: Element, resolve: Resolve | None) -> None:
    found = NUMBERED.fullmatch(_target(image.attributes["src"], resolve))
    if not found or found[1] != "picture":
        return
    caption = image.attributes.get("title", "")
    inner = [Element("img", {"alt": image.attributes.get("alt", "")}), Element("figcaption", children=[caption])]
    image.tag, image.attributes, image.children = "figure", {"data-picture": found[2]}, [*inner]


class _Markdown(MarkdownIt):
    """The parser without an opinion on addresses: cleaning has one, after they were resolved."""

    def validateLink(self, url: str) -> bool:
        return True

    def normalizeLink(self, url: str) -> str:
        return url


def _wanted(state: StateInline, silent: bool) -> bool:
    """Inline rule: `[[Title]]` and `[[Title|text]]` name a page that nobody has written yet."""
    found = _WANTED.match(state.src, state.pos)
    if not found or state.linkLevel:
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"data-wanted": found[1]}
        state.push("text", "", 0).content = found[2] or found[1]
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


_WANTED = re.compile(r"\[\[([^\[\]|\n]{1,200}+)(?:\|([^\[\]|\n]{1,1000}+))?\]\]")


def _build_parser() -> _Markdown:
    markdown = _Markdown("commonmark", {"html": True, "maxNesting": 60, "alerts": True})
    markdown.enable(["table", "strikethrough"])
    markdown.inline.ruler.before("link", "wanted", _wanted)
    return markdown


_markdown = _build_parser()
