"""Reads Markdown-lite without HTML, and finds the links, @people and #tags in it."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from .addresses import build_finder, is_safe_address
from .gates import BROKEN, UNSEEN
from .signs import find_signs, signs_in
from .writer import Writer

DEPTH = 12  # quotes and lists in each other; emphasis in each other has the same bound
MOST_MARKS = 1_000  # tags of a text; one with more is nothing a person wrote and is shown as typed
MOST_ACTIVE = 0.4  # of a long text's characters may be signs that mean something; one with more is shown as typed


def mentions_in(source: str) -> set[str]:
    """The names after `@`, lower case and without it, that rendering `source` would try to link."""
    return _names(source, "@")


def tags_in(source: str) -> set[str]:
    """The tags after `#`, in their normal form (see :func:`normal_tag`), that rendering `source` would try to link."""
    return _names(source, "#")


def _names(source: str, sign: str) -> set[str]:
    if sign not in source:
        return set()
    return {token.meta["name"] for token in signs_in(parse(source)) if token.markup == sign}


def parse(source: str) -> list[Token]:
    """What is in the text; one that would take too long is a single piece of code, as it was typed."""
    text = BROKEN.sub("\ufffd", UNSEEN.sub("", source.replace("\r\n", "\n").replace("\r", "\n")))
    if len(text) < MOST_MARKS:
        return markdown.parse(text)
    if len(_ACTIVE.findall(text)) > MOST_ACTIVE * len(text):
        return _as_typed(text)
    tokens = markdown.parse(text)
    return tokens if _count_marks(tokens) <= MOST_MARKS else _as_typed(text)


_ACTIVE = re.compile(r"[][()*_~`<>&!\\@#:]")  # what makes the parser, or the escaping, work


def _as_typed(text: str) -> list[Token]:
    return [Token("fence", "code", 0, content=text)]


def _count_marks(tokens: Sequence[Token]) -> int:
    """About how many HTML tags the tokens become; attributes weigh as much as tags."""
    return len(tokens) + sum(_WEIGHT.get(child.type, 1) for token in tokens for child in token.children or ())


_WEIGHT = {"text": 0, "code_inline": 2, "sign": 3, "link_open": 3}


class _Markdown(MarkdownIt):
    """The parser with our idea of an address; a bare address is shown as it was typed."""

    def validateLink(self, url: str) -> bool:
        return is_safe_address(url)

    def normalizeLinkText(self, link: str) -> str:
        return link


def _bare_address(state: StateInline, silent: bool) -> bool:
    """Inline rule: reads an http(s) address whole, before `_` and `*` in it could become emphasis.

    It does what the library's rule does, but looks back six characters instead of to the start of the text.
    """
    colon = state.pos
    if state.linkLevel or not state.src.startswith("://", colon):
        return False
    scheme = _SCHEME_BEFORE.search(state.src[max(0, colon - 6) : colon])
    if not scheme or not state.pending.endswith(scheme[1]):
        return False
    length = _finder.test_schema_at(state.src, scheme[1] + ":", colon + 1)
    rest = state.src[colon : colon + 1 + length].rstrip("*")  # a star at the end closes emphasis around the address
    address = state.md.normalizeLink(scheme[1] + rest)
    if not length or not state.md.validateLink(address):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        state.push("link_open", "a", 1).attrs = {"href": address}
        state.push("text", "", 0).content = scheme[1] + rest
        state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


_SCHEME_BEFORE = re.compile(r"(?:^|[^a-z0-9+.-])(https?)$", re.IGNORECASE)


def _tidy_inline(state: StateCore) -> None:
    """Core rule: cut signs out of texts, and take away marks that are too deep or make a link within a link."""
    for block in state.tokens:
        if block.children:
            block.children = list(_tidied(block.children))


def _tidied(children: Sequence[Token]) -> Iterator[Token]:
    kept: list[str] = []  # the types of the marks that are open; "" for one that was taken away
    before = ""  # the text that touches the next one
    for token in children:
        if token.nesting == 1:
            kept.append(token.type if _may_open(token, kept) else "")
            if kept[-1]:
                yield token
        elif token.nesting == -1:
            if kept.pop():
                yield token
        elif token.type == "text" and "link_open" not in kept:
            yield from _with_signs(token, before)
        else:
            yield token
        before = token.content if token.type in {"text", "text_special"} else ""


def _may_open(token: Token, kept: Sequence[str]) -> bool:
    if token.type == "link_open" and ("link_open" in kept or not token.attrs.get("href")):
        return False
    return sum(map(bool, kept)) < DEPTH


def _with_signs(token: Token, before: str) -> Iterator[Token]:
    """The text as texts and signs; `before` is what stands to the left of it."""
    text = before[-1:] + token.content
    done = len(before[-1:])
    for found in find_signs(text, done):
        if found.start > done:
            yield Token("text", "", 0, content=text[done : found.start])
        yield Token("sign", "", 0, content=text[found.start : found.end], markup=found.sign, meta={"name": found.name})
        done = found.end
    if done < len(text):
        yield Token("text", "", 0, content=text[done:])


def _build_parser() -> _Markdown:
    markdown = _Markdown("zero", {"breaks": True, "linkify": True, "maxNesting": DEPTH}, renderer_cls=Writer)
    markdown.enable(["emphasis", "strikethrough", "backticks", "escape", "newline", "link", "autolink", "linkify"])
    markdown.enable(["fence", "list", "blockquote"])
    # Before escaped characters are joined to their neighbours: a backslash makes `\@tom` plain text.
    markdown.core.ruler.after("linkify", "tidy_inline", _tidy_inline)
    markdown.core.ruler.enable("tidy_inline")
    markdown.inline.ruler.at("linkify", _bare_address)
    markdown.linkify = _finder
    return markdown


_finder = build_finder()
markdown = _build_parser()
