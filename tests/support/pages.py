"""HTML as a small tree, so that tests ask for what a person sees and not for strings of markup."""

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNREAD = {"script", "style", "template", "svg"}


class Node:
    """An element with its attributes, and its children: elements and pieces of text."""

    def __init__(self, tag: str = "", attrs: dict[str, str] | None = None, parent: "Node | None" = None):
        self.tag, self.attrs, self.parent = tag, attrs or {}, parent
        self.children: list[Node | str] = []

    def walk(self) -> Iterator["Node"]:
        for child in self.children:
            if isinstance(child, Node) and child.tag != "template":  # which a browser does not show
                yield child
                yield from child.walk()

    def all(self, tag: str = "", cls: str = "", **attrs: str) -> list["Node"]:
        """Every element of this tag and class with these attributes; `data_x` stands for `data-x`."""
        wanted = {name.replace("_", "-").strip("-"): value for name, value in attrs.items()}
        return [
            node
            for node in self.walk()
            if (not tag or node.tag == tag)
            and (not cls or cls in node.attrs.get("class", "").split())
            and all(node.attrs.get(name) == value for name, value in wanted.items())
        ]

    def first(self, tag: str = "", cls: str = "", **attrs: str) -> "Node":
        found = self.all(tag, cls, **attrs)
        assert found, f"There is no <{tag}> {cls} {attrs} on the page, which reads: {self.text[:800]}"
        return found[0]

    @property
    def raw(self) -> str:
        return "".join(
            child if isinstance(child, str) else " " if child.tag in {"br", "p", "li"} and not child.children
            else "" if child.tag in UNREAD else child.raw
            for child in self.children
        )  # fmt: skip

    @property
    def text(self) -> str:
        return " ".join(self.raw.split())

    def form(self, action: str) -> dict[str, str]:
        """What a browser would send with the form of this action, untouched: hidden fields, texts, ticked boxes."""
        form = next((node for node in self.all("form") if node.attrs.get("action", "") == action), None)
        assert form, f"There is no form for {action!r}; there are {[n.attrs.get('action') for n in self.all('form')]}"
        sent = {
            node.attrs["name"]: node.attrs.get("value", "")
            for node in form.all("input")
            if "name" in node.attrs
            and "disabled" not in node.attrs
            and (node.attrs.get("type") not in {"checkbox", "radio"} or "checked" in node.attrs)
        }
        return sent | {node.attrs["name"]: node.raw for node in form.all("textarea") if "name" in node.attrs}


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.at = self.top = Node()

    def handle_starttag(self, tag, attrs):
        node = Node(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag, attrs):
        self.at.children.append(Node(tag, {name: value or "" for name, value in attrs}, self.at))

    def handle_endtag(self, tag):
        node = self.at
        while node.parent is not None and node.tag != tag:
            node = node.parent
        if node.parent is not None:
            self.at = node.parent

    def handle_data(self, data):
        self.at.children.append(data)


def page(response) -> Node:
    """The page of a response as a tree."""
    builder = _Builder()
    builder.feed(response.content.decode())
    builder.close()
    return builder.top


def texts(response) -> list[str]:
    """What each update of the page says, in the order of the page; a retracted one says its mark."""
    return [_own_words(card) for card in page(response).all("article") if "data-update" in card.attrs]


def previews(response) -> list[str]:
    """The last replies that stand under the updates of a feed."""
    cards = [card for card in page(response).all("article", "reply") if "data-update" not in card.attrs]
    return [_own_words(card) for card in cards]


def _own_words(card: Node) -> str:
    nested = {id(node) for reply in card.all("article") for node in reply.walk()}
    own = [node for node in card.walk() if id(node) not in nested]
    for node in own:
        if {"text", "retracted"} & set(node.attrs.get("class", "").split()):
            return node.text
    raise AssertionError(f"A card without words: {card.text[:200]}")
