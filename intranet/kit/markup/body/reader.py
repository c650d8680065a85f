"""Reads HTML of any kind into a tree of elements, in a time that grows only with its length.

It is forgiving as browsers are, but does not copy them: what it makes of broken HTML is written anew by `writer`.
"""

import html
import re
from collections import Counter
from dataclasses import dataclass, field

from intranet.kit.markup.gates import BROKEN, UNSEEN

DEEP = 80  # elements in each other; what is deeper is read as if its tag were not there
MOST_TAGS = 15_000  # that are read; a body that is stored has far fewer


@dataclass(slots=True)
class Element:
    """A tag with the attributes that matter, and what stands in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)


def names(words: str) -> frozenset[str]:
    return frozenset(words.split())


VOID = names("br hr img")
INLINE = names("a b strong i em s strike del code tt samp kbd sub sup var cite dfn span font")
PARTS = names("li dt dd summary figcaption caption tr td th thead tbody tfoot")
BLOCKS = names(
    "p h1 h2 h3 h4 h5 h6 ul ol blockquote pre table figure aside div section article header footer main nav dl details"
    " address center form fieldset hr"
)
KEPT = names(  # attributes that somebody asks for later
    "href src alt title class style start scope colspan rowspan lang data-language data-picture data-tone data-page"
    " data-part data-wanted data-person data-file data-panel-type"
)
# What stands in them is no text of the page.
SKIPPED = names(
    "script style title textarea xmp iframe noembed noframes noscript template svg math button select object audio"
    " video canvas"
)
_TO_THE_END = frozenset({"script", "style", "iframe"})  # when they are not closed; the others are passed over

_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*+)")
_ATTRIBUTE = re.compile(
    r"""[\s/=]*+([^\s/>=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"'][^\s>]*+)?))?+""", re.ASCII
)
_END = re.compile(r"[\s/=]*+>", re.ASCII)
_LONG_NUMBER = re.compile(r"&#(?:\d{8,}+|[xX][0-9a-fA-F]{8,}+);?")  # Python refuses to read numbers without end
_PARAGRAPH = names("p")
_LINES = names("p h1 h2 h3 h4 h5 h6")
_BELOW_LINES = names("h1 h2 h3 h4 h5 h6 ul ol table blockquote pre figure aside hr")  # never stand in a heading
_SECTIONS = names("thead tbody tfoot")
_CELLS = names("td th caption")
_TABLE = _SECTIONS | _CELLS | {"tr", "table"}
# An element that opens ends these, unless one of those stands between.
_ENDS = {
    "li": (names("li"), names("ul ol td th")),
    **dict.fromkeys(["dt", "dd"], (names("dt dd"), names("dl td th"))),
    **dict.fromkeys(["td", "th"], (_CELLS, names("table"))),
    "tr": (_CELLS | {"tr"}, names("table")),
    **dict.fromkeys(_SECTIONS, (_TABLE - {"table"}, names("table"))),
}


def read(source: str) -> Element:
    """The tree of `source`; its root has no tag."""
    source = UNSEEN.sub("", source.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", " "))
    tree = _Tree()
    unclosed: set[str] = set()
    position = 0
    while (start := source.find("<", position)) >= 0:
        tree.text(source[position:start])
        position = _read_markup(source, start, tree, unclosed)
    tree.text(source[position:])
    return tree.root


def plain(source: str) -> str:
    """Written text or a written attribute as what it means, without characters that nobody sees."""
    if "&" in source:
        source = html.unescape(_LONG_NUMBER.sub("\ufffd", source)).replace("\r", "\n").replace("\x0c", " ")
        source = UNSEEN.sub("", source)
    return BROKEN.sub("\ufffd", source)


def _read_markup(source: str, start: int, tree: "_Tree", unclosed: set[str]) -> int:
    """Read what begins with the `<` at `start`; where the reader goes on."""
    found = _TAG.match(source, start)
    if not found:
        return _read_oddity(source, start, tree)
    closing, tag = found[1], found[2].lower()
    attributes: dict[str, str] = {}
    position = found.end()
    if not source.startswith(">", position):
        while match := _ATTRIBUTE.match(source, position):
            position = match.end()
            name = match[1].lower()
            if name in KEPT and name not in attributes:
                attributes[name] = plain(match[2] or match[3] or match[4] or "")
    end = _END.match(source, position)
    if not end:  # a tag without an end: nothing behind it can be read as a tag either
        tree.text(source[start:])
        return len(source)
    if closing:
        tree.close(tag)
    elif tag in SKIPPED:
        return _behind(source, end.end(), tag, unclosed)
    else:
        tree.open(tag, attributes)
    return end.end()


def _read_oddity(source: str, start: int, tree: "_Tree") -> int:
    """A comment, a declaration, an instruction, or just a `<`."""
    if source.startswith("<!--", start):
        end = source.find("-->", start + 2)
        return len(source) if end < 0 else end + 3
    if source.startswith(("<!", "<?", "</"), start):
        end = source.find(">", start)
        return len(source) if end < 0 else end + 1
    tree.text("<")
    return start + 1


def _behind(source: str, position: int, tag: str, unclosed: set[str]) -> int:
    if tag not in unclosed:
        if end := re.compile(rf"</{tag}[\s/>]", re.IGNORECASE).search(source, position):
            return end.start()
        unclosed.add(tag)
    return len(source) if tag in _TO_THE_END else position


class _Tree:
    """Grows from tags and texts as they come."""

    def __init__(self) -> None:
        self.root = Element("")
        self.stack = [self.root]
        self.opened: Counter[str] = Counter()
        self.too_deep: Counter[str] = Counter()
        self.tags = 0

    def text(self, source: str) -> None:
        if source:
            self.stack[-1].children.append(plain(source))

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        if tag not in INLINE and tag not in VOID and tag not in PARTS and tag not in BLOCKS:
            return
        if tag in BLOCKS:
            self._end(_LINES if tag in _BELOW_LINES else _PARAGRAPH, _CELLS)
        elif tag in _ENDS:
            self._end(*_ENDS[tag])
        self.tags += 1
        element = Element(tag, attributes)
        if (len(self.stack) > DEEP and tag not in VOID) or self.tags > MOST_TAGS:
            self.too_deep[tag] += 1
            self.text(" " if tag not in INLINE else "")
            return
        self.stack[-1].children.append(element)
        if tag not in VOID:
            self.stack.append(element)
            self.opened[tag] += 1

    def close(self, tag: str) -> None:
        if self.too_deep[tag]:
            self.too_deep[tag] -= 1
        elif self.opened[tag]:
            for place in range(len(self.stack) - 1, 0, -1):
                if self.stack[place].tag == tag:
                    self._cut(place)
                    return
                if self.stack[place].tag in _TABLE and tag not in _TABLE:
                    return  # nothing inside a table ends what stands around it

    def _end(self, ended: frozenset[str], walls: frozenset[str]) -> None:
        """Close the outermost of the `ended` that no wall separates from here."""
        if not any(self.opened[tag] for tag in ended):
            return
        found = 0
        for place in range(len(self.stack) - 1, 0, -1):
            if self.stack[place].tag in walls:
                break
            if self.stack[place].tag in ended:
                found = place
        if found:
            self._cut(found)

    def _cut(self, place: int) -> None:
        for element in self.stack[place:]:
            self.opened[element.tag] -= 1
        del self.stack[place:]
