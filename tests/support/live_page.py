"""An open page, as a tree that hears what happens and changes as `static/js/live/` and `static/js/elements/` change it.

Only what is shown in the end is modelled: no pill, no fading, no waiting for a menu to be closed.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Self

from intranet.live import declared
from intranet.live.frames import framed
from intranet.live.log import Happened
from intranet.live.models import Event
from intranet.live.rights import CHANGED as RIGHTS

from .pages import Node, page

NEWS = ("update.posted", "update.replied")
UNSEEN = {"data-version"}  # it also counts changes that show elsewhere, such as those of what a reply answers


class LivePage:
    """What one viewer sees on a page, and what of it is alive."""

    def __init__(self, response: Any, viewer: Any) -> None:
        self.viewer = viewer
        self.tree = page(response) if response.status_code == 200 else Node()
        self.asks_again = False  # it was told to read itself anew, so it shows what a fresh page shows
        self.mine: dict[str, str] = {}
        self._by_id = {node.attrs["id"]: node for node in self.tree.walk() if "id" in node.attrs}
        self._shown: list[tuple[str, str]] | None = None
        for block in self.tree.all("div", "mine"):
            self.mine |= {update: " ".join(signs) for update, signs in json.loads(_script(block)).items()}

    # What it hears

    @property
    def asked(self) -> set[str]:
        return {name for node in self.tree.walk() for name in node.attrs.get("data-streams", "").split()}

    @cached_property
    def granted(self) -> set[str]:
        """What its viewer could hear when this was asked first."""
        return self._may_hear()

    @property
    def has_ended(self) -> bool:
        """Some of it may be heard no longer, which the hub tells; then the page asks again."""
        return bool(self.granted - self._may_hear())

    def _may_hear(self) -> set[str]:
        asked = {stream: {self.viewer.pk} for stream in self.asked}
        heard = declared.may_listen({self.viewer.pk: self.viewer}, asked)
        return {stream for stream, people in heard.items() if people}

    def hear(self, frames: Sequence[dict[str, Any]]) -> None:
        """All of `frames`, see :func:`told`, that come on its streams."""
        for frame in frames:
            if frame["stream"] not in self.granted:
                continue
            if frame["name"] in {RIGHTS, "teams.changed", "team.closed"}:
                self.asks_again = True
            else:
                self.take(frame)

    def hear_since(self, mark: int) -> Self:
        """What happened after the event `mark`; its number, 0 for all."""
        rows = Event.objects.filter(pk__gt=mark).order_by("pk").values_list("id", "stream", "name", "ref")
        self.hear(told([Happened(*row) for row in rows], self.viewer))
        return self

    def take(self, frame: dict[str, Any]) -> None:
        """`place` of live/place.js, then `heard` of elements/news.js and elements/thread.js."""
        self._shown = None
        id = f"{frame['name'].split('.')[0]}-{frame['ref']}"
        is_new = self.find(id) is None
        shown = _parse(frame["html"])
        if not frame["html"]:
            self.replace(id, None)
        for fresh in shown:
            if fresh.attrs.get("id"):
                self.replace(fresh.attrs["id"], fresh)
            if "data-mine" in fresh.attrs:
                self.mine[fresh.attrs["data-mine"]] = fresh.attrs["value"]
        card = next((fresh for fresh in shown if fresh.attrs.get("id") == id), None)
        if not id.startswith("update-"):
            return  # what is in a card is changed in place
        if card and is_new:
            self.arrive(card, frame["name"])
        elif card:
            self.leave(card)

    def arrive(self, card: Node, name: str) -> None:
        for news in self.tree.all("trellis-news"):
            rules = news.attrs.get("data-takes", "")
            is_new_here = name in NEWS or (name == "update.edited" and '"tags"' in rules)  # it may bring the tag
            is_new_here = is_new_here or '"asked"' in rules  # what happens to a question may bring it
            if is_new_here and takes(rules, card.attrs):
                is_oldest_first = news.attrs.get("data-order") == "oldest"
                self.insert(card, news.first("div", "feed"), newest_first=not is_oldest_first)
        for thread in self.tree.all("trellis-thread"):
            if name == "update.replied" and "reply" in card.attrs["class"].split():
                self.insert(card, thread.first("section", "thread"), newest_first=False)

    def leave(self, card: Node) -> None:
        """When it has been changed so that the list it stands in does not take it any more; it need not be a card."""
        for news in self.tree.all("trellis-news"):
            rules = news.attrs.get("data-takes", "")
            is_listed = any(node.attrs.get("id") == card.attrs["id"] for node in news.walk())
            if rules and is_listed and not takes(rules, card.attrs):
                self.replace(card.attrs["id"], None)

    def insert(self, card: Node, into: Node, *, newest_first: bool) -> None:
        """At its place among the cards; older ones than are shown come with their own page."""
        cards = _cards(into)
        if newest_first and into.all("a", rel="next") and cards and _cursor(cards[-1]) > _cursor(card):
            return
        before = [one for one in cards if (_cursor(one) > _cursor(card)) == newest_first]
        place = into.children.index(before[-1]) + 1 if before else 0
        into.children.insert(place, card)
        self._enters(card, into)

    # What it shows

    def find(self, id: str) -> Node | None:
        return self._by_id.get(id)

    def replace(self, id: str, fresh: Node | None) -> None:
        old = self.find(id)
        if old is None or old.parent is None:
            return
        place = old.parent.children.index(old)
        old.parent.children[place : place + 1] = [fresh] if fresh else []
        for gone in (old, *old.walk()):
            self._by_id.pop(gone.attrs.get("id", ""), None)
        if fresh:
            self._enters(fresh, old.parent)

    def _enters(self, fresh: Node, parent: Node) -> None:
        fresh.parent = parent
        self._by_id |= {node.attrs["id"]: node for node in (fresh, *fresh.walk()) if "id" in node.attrs}

    def shows(self) -> list[tuple[str, str]]:
        """Each card in the order of the page, each panel that is alive, and which signs are the viewer's own."""
        self._shown = self._shown or list(self._shows())
        return self._shown

    def _shows(self) -> Iterator[tuple[str, str]]:
        cards = [node for node in self.tree.all("article") if node.attrs.get("id", "").startswith("update-")]
        panels = [node for kind in ("team", "member-count", "here") for node in self._of(kind)]
        yield from ((node.attrs["id"], markup(node)) for node in (*cards, *panels))
        bars = {node.attrs["data-reactions"] for node in self.tree.all("div", "reactions")}
        yield from (
            (f"mine-{update}", signs) for update, signs in sorted(self.mine.items()) if signs and update in bars
        )

    def _of(self, kind: str) -> list[Node]:
        return [node for node in self.tree.walk() if node.attrs.get("id", "").rpartition("-")[0] == kind]


def newest() -> int:
    """The number of the last event there is."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def told(events: Sequence[Happened], viewer: Any) -> list[dict[str, Any]]:
    """What `viewer` is told of `events`, drawn for them as it is when it is sent."""
    frames = framed(events, {viewer.pk})
    return [json.loads(frames[event.id].of(viewer.pk).text) for event in events if event.id in frames]


def takes(rules: str, card: dict[str, str]) -> bool:
    """Does a list with these `data-takes` take a card with these attributes? As in elements/news.js."""
    wanted = json.loads(rules or "null")
    author = int(card.get("data-author", 0))
    if not wanted or author in wanted.get("muted", ()):
        return False
    if wanted.get("asked") and card.get("data-kind") != "question":
        return False
    if "states" in wanted and card.get("data-state") not in wanted["states"]:
        return False
    topics = card.get("data-topics", "").split()
    if topics if wanted.get("topic") == "none" else "topic" in wanted and str(wanted["topic"]) not in topics:
        return False
    replies = wanted.get("replies", "no")
    if replies != "also" and (replies == "only") != ("data-root" in card):
        return False
    teams = {int(team) for team in card.get("data-teams", "").split()}
    return bool(
        wanted.get("all")
        or (wanted.get("company") and "data-company" in card)
        or author in wanted.get("people", ())
        or teams & set(wanted.get("teams", ()))
        or set(card.get("data-tags", "").split()) & set(wanted.get("tags", ()))
        or card.get("data-source") in wanted.get("sources", ())
    )


def markup(node: Node) -> str:
    """An element as text, the same however it was indented and in which order its attributes stand."""
    attrs = "".join(f' {name}="{value}"' for name, value in sorted(node.attrs.items()) if name not in UNSEEN)
    return f"<{node.tag}{attrs}>{''.join(_inside(node.children))}</{node.tag}>"


def _inside(children: Iterable[Node | str]) -> Iterable[str]:
    for child in children:
        if isinstance(child, Node):
            yield markup(child)
        elif child.strip():
            yield " ".join(child.split())


def _parse(html: str) -> list[Node]:
    tree = page(SimpleNamespace(content=html.encode()))
    return [child for child in tree.children if isinstance(child, Node)]


def _cards(of: Node) -> list[Node]:
    return [
        child for child in of.children if isinstance(child, Node) and child.tag == "article" and "id" in child.attrs
    ]


def _cursor(card: Node) -> tuple[int, ...]:
    return tuple(int(part) for part in card.attrs["data-cursor"].split("-"))


def _script(block: Node) -> str:
    return "".join(child for child in block.first("script").children if isinstance(child, str))
