"""Turns typed text into HTML. The only file of the house that sanitises, and the only one that calls `mark_safe`.

The way of a text: parser without HTML (markdown-it) -> first gate (bleach) -> second gate (nh3), which knows the same
short list of tags, attributes and classes but shares no code with the first. Every address is asked of
:func:`is_safe_address` at all three stations. Text that a browser could read as HTML is shown as it was typed.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from threading import local
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import nh3
from bleach.sanitizer import Cleaner
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, Whitespace

from .declarations import gathered

# --- The allow-list of both gates ---------------------------------------------------------------
OUTSIDE = "noopener noreferrer nofollow"  # `rel` of every link that leaves the house
TAGS = frozenset(["p", "br", "strong", "em", "s", "a", "code", "pre", "span", "ul", "ol", "li", "blockquote"])
ATTRIBUTES = {"a": frozenset({"href", "rel", "class"}), "ol": frozenset({"start"})}
CLASSES = {
    "a": frozenset({"mention", "tag"}),
    "pre": frozenset({"highlight"}),
    "span": frozenset(STANDARD_TYPES.values()) - {""},
}
SCHEMES = frozenset({"http", "https", "mailto"})

# --- Bounds that keep every text cheap ----------------------------------------------------------
DEPTH = 12  # quotes and lists in each other; emphasis in each other has the same bound
MOST_SPANS = 500  # coloured pieces of a text; what is beyond is shown plain
MOST_CODE = 3_000  # characters of code in a text that are still coloured
STEEP = {  # fewer where the lexer's worst case grows faster than the text; 25 ms each, measured
    **dict.fromkeys(
        ["console", "css", "go", "html", "ini", "javascript", "kotlin", "ruby", "rust", "xml", "yaml"], 1_500
    ),
    **dict.fromkeys(["c", "cpp", "diff", "java", "typescript"], 1_000),
    "csharp": 600,
}
MOST_MARKS = 1_000  # tags of a text; one with more is nothing a person wrote and is shown as typed
MOST_ACTIVE = 0.4  # of a long text's characters may be signs that mean something; one with more is shown as typed
MOST_ADDRESS = 2_000  # characters of an address that is found in a text
LANGUAGES = {
    name: lexer
    for lexer, names in {
        "python": "python py",
        "pycon": "pycon",
        "javascript": "javascript js",
        "typescript": "typescript ts",
        "json": "json",
        "bash": "bash sh shell zsh",
        "console": "console",
        "powershell": "powershell ps1",
        "sql": "sql",
        "html": "html",
        "xml": "xml",
        "css": "css",
        "yaml": "yaml yml",
        "toml": "toml",
        "ini": "ini",
        "java": "java",
        "kotlin": "kotlin kt",
        "c": "c",
        "cpp": "cpp c++",
        "csharp": "csharp c# cs",
        "go": "go golang",
        "rust": "rust rs",
        "php": "php",
        "ruby": "ruby rb",
        "swift": "swift",
        "diff": "diff patch",
        "docker": "docker dockerfile",
        "django": "django jinja",
    }.items()
    for name in names.split()
}

# --- What a name looks like ---------------------------------------------------------------------
# Marks (accents, vowel signs) belong to the letter before them, though `\w` does not count them.
_MARKS = "".join(chr(point) for point in range(0x300, 0xFE00) if unicodedata.category(chr(point)) in {"Mn", "Mc"})
# Possessive runs (`*+`) never step back, so a long run is read once. A sign inside a word or an address is just text.
_SIGN = re.compile(
    rf"(?<![\w@#/&+={_MARKS}])"
    rf"(?:@(?P<handle>[A-Za-z0-9][A-Za-z0-9._-]*+)(?![\w@{_MARKS}])|#(?P<tag>\w[\w{_MARKS}-]*+))"
)
_TAG = re.compile(rf"\w[\w{_MARKS}-]{{1,49}}")

# Control characters, and the marks that turn the reading direction of what follows: never shown, never stored.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_BROKEN = re.compile(r"[\ud800-\udfff]")  # halves of characters, which cannot be written as UTF-8


def render_update(source: str) -> SafeString:
    """The HTML of one typed text: Markdown-lite, links, @people and #tags. Its length is the caller's business."""
    return render_updates([source])[0]


def render_updates(sources: Sequence[str]) -> list[SafeString]:
    """The HTML of many texts in their order, asking each resolver once for all.

    Holds all the parsed texts in memory, some kB for a line of chat: pass some thousands at a time.
    """
    texts = [_parse(source) for source in sources]
    addresses = _addresses(sign for tokens in texts for sign in _signs(tokens))
    return [_safe(_render(tokens, addresses)) for tokens in texts]


def stored(html: str) -> SafeString:
    """HTML that came out of this file before it was stored; only :mod:`kit.fields` may say so."""
    return mark_safe(html)


def mentions_in(source: str) -> set[str]:
    """The names after `@`, lower case and without it, that rendering `source` would try to link."""
    return _names(source, "@")


def tags_in(source: str) -> set[str]:
    """The tags after `#`, in their normal form (see :func:`normal_tag`), that rendering `source` would try to link."""
    return _names(source, "#")


def normal_tag(name: str) -> str | None:
    """The one spelling under which a tag is stored (NFKC, case folded), or None when `name` cannot be a tag.

    A tag has 2 to 50 letters, digits, `_` or `-`, at least one letter among them, and neither begins nor ends with `-`.
    """
    normal = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).rstrip("-")
    # Some single characters unfold into whole phrases with spaces, so the grammar is asked after, not before.
    return normal if _TAG.fullmatch(normal) and any(letter.isalpha() for letter in normal) else None


def plain_text(source_html: str) -> str:
    """The text of rendered HTML as one line, for previews and titles. It is no HTML: templates escape it as usual."""
    spaced = _BLOCK_END.sub(" ", _BROKEN.sub("\ufffd", source_html))
    return " ".join(html.unescape(nh3.clean(spaced, tags=set(), attributes={})).split())


_BLOCK_END = re.compile(r"<(?:br|/(?:p|li|ul|ol|pre|blockquote|h[1-6]|div|tr|td|th|dt|dd))\b[^<>]*>", re.IGNORECASE)


def is_safe_address(address: str) -> bool:
    """May a link lead there? http, https and mailto may, and paths of this site that begin with a single slash.

    Only printable ASCII (the parser has percent-encoded the rest), so that nothing invisible hides a scheme; no
    backslash, which browsers read as a slash; no name or password before the host, which would pass for the host.
    """
    if not _PRINTABLE.fullmatch(address):
        return False
    if address.startswith("/"):
        return not address.startswith("//")
    try:
        parts = urlsplit(address)
        if parts.scheme == "mailto":
            return bool(parts.path)
        return parts.scheme in SCHEMES and bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return False


_PRINTABLE = re.compile(r"[!#-;=?-\[\]^_a-z{|}~]+")  # without space, quote, backslash, backtick and angle brackets


# --- The gates ----------------------------------------------------------------------------------
def _safe(rendered: str) -> SafeString:
    return mark_safe(_gates(rendered))


def _gates(rendered: str) -> str:
    """Both gates, one after the other. Passing them again changes nothing."""
    return _second_gate.clean(_first_gate().clean(rendered))


def _first_gate() -> Cleaner:
    """This thread's bleach cleaner: its parser keeps state while it works, so threads must not share one."""
    if not hasattr(_of_thread, "cleaner"):
        _of_thread.cleaner = Cleaner(tags=TAGS, attributes=_bleach_attribute, protocols=SCHEMES, strip_comments=True)
    return _of_thread.cleaner


def _bleach_attribute(tag: str, name: str, value: str) -> bool:
    return _attribute_may_stay(tag, name, html.unescape(value))  # bleach hands attributes over as they are written


def _nh3_attribute(tag: str, name: str, value: str) -> str | None:
    return value if _attribute_may_stay(tag, name, value) else None


def _attribute_may_stay(tag: str, name: str, value: str) -> bool:
    if name == "class":
        return bool(value) and tag in CLASSES and CLASSES[tag].issuperset(value.split(" "))
    if name not in ATTRIBUTES.get(tag, ()):
        return False
    if name == "href":
        return is_safe_address(value)
    if name == "rel":
        return value == OUTSIDE
    return value.isascii() and value.isdigit() and len(value) <= 9  # the `start` of a numbered list


_of_thread = local()
_second_gate = nh3.Cleaner(
    tags=set(TAGS),
    attributes={tag: set(names - {"class"}) for tag, names in ATTRIBUTES.items()},
    allowed_classes={tag: set(names) for tag, names in CLASSES.items()},
    attribute_filter=_nh3_attribute,
    url_schemes=set(SCHEMES),
    link_rel=None,
)


# --- Signs: @people and #tags -------------------------------------------------------------------
class _Name(NamedTuple):
    """A sign found in a text: where it stands, and the name that a resolver would know."""

    start: int
    end: int
    sign: str
    name: str


def _find_signs(text: str, start: int = 0) -> Iterator[_Name]:
    """The signs in `text` from `start` on; what is before counts only as the neighbour of the first."""
    for match in _SIGN.finditer(text, start):
        if handle := match["handle"]:
            handle = handle.rstrip(".-")  # a full stop after a name ends the sentence, not the name
            if len(handle) <= 39:
                yield _Name(match.start(), match.start() + 1 + len(handle), "@", handle.lower())
        else:
            typed = match["tag"].rstrip("-")
            if len(typed) <= 50 and (name := normal_tag(typed)):
                yield _Name(match.start(), match.start() + 1 + len(typed), "#", name)


def _names(source: str, sign: str) -> set[str]:
    if sign not in source:
        return set()
    return {token.meta["name"] for token in _signs(_parse(source)) if token.markup == sign}


def _signs(tokens: Iterable[Token]) -> Iterator[Token]:
    return (child for token in tokens for child in token.children or () if child.type == "sign")


def _addresses(signs: Iterable[Token]) -> dict[str, dict[str, str]]:
    """Where the names lead, by sign; a name that nobody knows, or whose address we would not link, is missing."""
    wanted: dict[str, set[str]] = {}
    for token in signs:
        wanted.setdefault(token.markup, set()).add(token.meta["name"])
    links = gathered("links", "LINKS") if wanted else {}
    found = {sign: links[sign](names) for sign, names in wanted.items() if sign in links}
    return {
        sign: {name: address for name, address in addresses.items() if is_safe_address(address)}
        for sign, addresses in found.items()
    }


# --- The parser ---------------------------------------------------------------------------------
def _parse(source: str) -> list[Token]:
    text = _BROKEN.sub("\ufffd", _UNSEEN.sub("", source.replace("\r\n", "\n").replace("\r", "\n")))
    if len(text) < MOST_MARKS:
        return _markdown.parse(text)
    if len(_ACTIVE.findall(text)) > MOST_ACTIVE * len(text):
        return _as_typed(text)
    tokens = _markdown.parse(text)
    return tokens if _count_marks(tokens) <= MOST_MARKS else _as_typed(text)


_ACTIVE = re.compile(r"[][()*_~`<>&!\\@#:]")  # what makes the parser, or the escaping, work


def _as_typed(text: str) -> list[Token]:
    return [Token("fence", "code", 0, content=text)]


def _count_marks(tokens: Sequence[Token]) -> int:
    """About how many HTML tags the tokens become; attributes weigh as much as tags."""
    return len(tokens) + sum(_WEIGHT.get(child.type, 1) for token in tokens for child in token.children or ())


_WEIGHT = {"text": 0, "code_inline": 2, "sign": 3, "link_open": 3}


#: What one text may spend on coloured code: pieces, and shares of what its languages allow.
_STORE = {"spans": MOST_SPANS, "share": 1.0}


def _render(tokens: Sequence[Token], addresses: dict[str, dict[str, str]]) -> str:
    return str(_markdown.renderer.render(tokens, _markdown.options, {"addresses": addresses, **_STORE}))


class _Html(RendererHTML):
    """Writes the tokens whose HTML differs from the library's; a method's name is the token's type."""

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        address = str(tokens[idx].attrs["href"])
        rel = f' rel="{OUTSIDE}"' if _leads_outside(address) else ""
        return f'<a href="{escapeHtml(address)}"{rel}>'

    def text(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return html.escape(tokens[idx].content, quote=False)

    def sign(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        address = env["addresses"].get(token.markup, {}).get(token.meta["name"])
        if not address:
            return html.escape(token.content, quote=False)
        kind = "mention" if token.markup == "@" else "tag"
        return f'<a class="{kind}" href="{escapeHtml(address)}">{escapeHtml(token.content)}</a>'

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        pieces = _coloured(tokens[idx].content, tokens[idx].info, env)
        inner = "".join(_span(css, html.escape(text, quote=False)) for css, text in pieces)
        css = ' class="highlight"' if any(css for css, _ in pieces) else ""
        return f"<pre{css}><code>{inner}</code></pre>\n"


def _span(css: str, inner: str) -> str:
    return f'<span class="{css}">{inner}</span>' if css else inner


def _leads_outside(address: str) -> bool:
    there, here = urlsplit(address), urlsplit(settings.SITE_URL)
    return there.scheme in {"http", "https"} and (there.scheme, there.netloc) != (here.scheme, here.netloc)


def _coloured(code: str, info: str, store: dict[str, float]) -> list[tuple[str, str]]:
    """`code` as (CSS class or "", text) pieces; one plain piece when the language is not listed or `store` is spent."""
    plain = [("", code)]
    language = LANGUAGES.get(info.split(maxsplit=1)[0].lower()) if info.strip() else None
    if not language or _LONG_BLANK.search(code):
        return plain
    store["share"] -= len(code) / STEEP.get(language, MOST_CODE)
    if store["share"] < 0:
        return plain
    classed = ((_css_class(kind), text) for kind, text in _lexer(language).get_tokens(code))
    pieces = [(css, "".join(text for _, text in run)) for css, run in groupby(classed, key=itemgetter(0))]
    store["spans"] -= sum(bool(css) for css, _ in pieces)
    return pieces if store["spans"] >= 0 else plain


_LONG_BLANK = re.compile(r"\s{60}")  # some lexers read on to the end of a blank from each of its characters


@cache
def _lexer(name: str) -> Lexer:
    return get_lexer_by_name(name, stripnl=False, ensurenl=False)


def _css_class(kind: Any) -> str:
    """The short class name of a kind of token or of its nearest known ancestor; blanks and plain text have none."""
    while kind not in STANDARD_TYPES:
        kind = kind.parent
    return "" if kind in Whitespace else STANDARD_TYPES[kind]


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
    for found in _find_signs(text, done):
        if found.start > done:
            yield Token("text", "", 0, content=text[done : found.start])
        yield Token("sign", "", 0, content=text[found.start : found.end], markup=found.sign, meta={"name": found.name})
        done = found.end
    if done < len(text):
        yield Token("text", "", 0, content=text[done:])


def _build_parser() -> _Markdown:
    markdown = _Markdown("zero", {"breaks": True, "linkify": True, "maxNesting": DEPTH}, renderer_cls=_Html)
    markdown.enable(["emphasis", "strikethrough", "backticks", "escape", "newline", "link", "autolink", "linkify"])
    markdown.enable(["fence", "list", "blockquote"])
    # Before escaped characters are joined to their neighbours: a backslash makes `\@tom` plain text.
    markdown.core.ruler.after("linkify", "tidy_inline", _tidy_inline)
    markdown.core.ruler.enable("tidy_inline")
    markdown.inline.ruler.at("linkify", _bare_address)
    markdown.linkify = _finder
    return markdown


def _build_finder() -> LinkifyIt:
    """Finds http, https, mailto, e-mail addresses and `www.` in text; other words with dots are not addresses."""
    finder = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": True})
    finder.add("ftp:", None).add("//", None)
    # The library's own pattern looks for closing brackets to the end of the text, again for each opening one.
    finder.add("http:", {"validate": _address_after_scheme}).add("https:", "http:")
    return finder.add("www.", {"validate": _address_after_www, "normalize": _with_scheme})


def _address_after_scheme(finder: LinkifyIt, text: str, position: int) -> int:
    return _length(_AFTER_SCHEME.match(text, position))


def _address_after_www(finder: LinkifyIt, text: str, position: int) -> int:
    return _length(_AFTER_WWW.match(text, position))


def _with_scheme(finder: LinkifyIt, found: Any) -> None:
    found.url = "http://" + found.url


_REST = rf"[^\s<>\"`]{{0,{MOST_ADDRESS}}}+(?![^\s<>\"`])"
_AFTER_SCHEME = re.compile(rf"//[\w\[](?:{_REST})")
_AFTER_WWW = re.compile(rf"[a-z0-9-]{{1,63}}+\.[a-z0-9](?:{_REST})", re.IGNORECASE)


def _length(found: re.Match[str] | None) -> int:
    """How much of what was found is the address: not the sentence's full stop, nor the end of a bracket around it."""
    if not found:
        return 0
    address = found[0]
    unopened = {close: address.count(close) - address.count(opening) for opening, close in ("()", "[]", "{}")}
    while address.endswith(_AFTER_ADDRESS) or unopened.get(address[-1], 0) > 0:
        if address[-1] in unopened:
            unopened[address[-1]] -= 1
        address = address[:-1]
    return len(address)


_AFTER_ADDRESS = tuple(".,:;!?'*_~|»“”’…。、，")


_finder = _build_finder()
_markdown = _build_parser()
