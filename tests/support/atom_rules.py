"""What RFC 4287 asks of an Atom feed, read from its bytes alone; nothing here knows how ours are written."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import ParseError, fromstring

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PERSON, TEXT, DATE, LINK = {"author", "contributor"}, {"title", "subtitle", "summary", "rights"}, {"updated"}, {"link"}
DATE |= {"published"}
#: Sections 4.1.1 and 4.1.2: what must stand there once, what at most once, and what as often as one likes.
ONCE = {"feed": {"id", "title", "updated"}, "entry": {"id", "title", "updated"}}
AT_MOST_ONCE = {
    "feed": {"generator", "icon", "logo", "rights", "subtitle"},
    "entry": {"content", "published", "rights", "source", "summary"},
}
OFTEN = {
    "feed": {"author", "category", "contributor", "link", "entry"},
    "entry": {"author", "category", "contributor", "link"},
}
#: The attributes that each may have, beside the language.
ATTRIBUTES = {"link": {"href", "rel", "type", "hreflang", "title", "length"}, "category": {"term", "scheme", "label"}}
ATTRIBUTES |= {"content": {"type", "src"}, "generator": {"uri", "version"}} | {name: {"type"} for name in TEXT}
RFC_3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})")  # with capitals
#: RFC 3986: what an address may hold. Other letters have to be written as percent signs and numbers.
ADDRESS = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")  # RFC 3066
BEGINS = re.compile(rb"<\?xml version=\"1\.0\" encoding=\"utf-8\"\?>\s*<feed[ >]")


def faults(raw: bytes) -> list[str]:
    """What is wrong with a feed, in words; an empty list when nothing is."""
    if not BEGINS.match(raw):
        return ["it does not begin as XML in UTF-8 with a feed in it"]
    try:
        feed = fromstring(raw, forbid_dtd=True)
    except ParseError as error:
        return [f"it is no XML: {error}"]
    if feed.tag != f"{ATOM}feed":
        return [f"it is no feed of Atom, but {feed.tag}"]
    return [*_of_feed(feed)]


def _of_feed(feed: Element) -> Iterator[str]:
    entries = feed.findall(f"{ATOM}entry")
    yield from _of_parts("feed", feed)
    for entry in entries:
        yield from _of_parts("entry", entry)
        if not entry.findall(f"{ATOM}author") and not feed.findall(f"{ATOM}author"):
            yield "an entry has no author, and the feed has none for it"
        if not _links(entry, "alternate") and entry.find(f"{ATOM}content") is None:
            yield "an entry has neither words nor an address of them"
        published, updated = (_moment(entry.findtext(f"{ATOM}{name}")) for name in ("published", "updated"))
        if published and updated and updated < published:
            yield "an entry was changed before it was there"
    if not (feed.findall(f"{ATOM}author") or all(entry.findall(f"{ATOM}author") for entry in entries)):
        yield "the feed has no author"
    if len(_links(feed, "self")) != 1:
        yield "the feed does not say once where it is"
    ids = Counter(each.findtext(f"{ATOM}id") for each in (feed, *entries))
    yield from (f"{id} is the id of {many}" for id, many in ids.items() if many > 1)
    moments = [_moment(each.findtext(f"{ATOM}updated")) for each in entries]
    newest, own = max((at for at in moments if at), default=None), _moment(feed.findtext(f"{ATOM}updated"))
    if newest and own and own < newest:
        yield "the feed is older than what stands in it"


def _of_parts(name: str, whole: Element) -> Iterator[str]:
    """Of a feed or an entry: which parts it has, how often, and each by itself."""
    counts = Counter(part.tag.removeprefix(ATOM) for part in whole)
    yield from (f"{name}: {counts[part]} times {part}" for part in sorted(ONCE[name]) if counts[part] != 1)
    yield from (f"{name}: more than one {part}" for part in sorted(AT_MOST_ONCE[name]) if counts[part] > 1)
    yield from (
        f"{name}: no place for {part}" for part in counts.keys() - ONCE[name] - AT_MOST_ONCE[name] - OFTEN[name]
    )
    if (whole.text or "").strip() or any((part.tail or "").strip() for part in whole):
        yield f"{name}: words between its parts"
    alternates = Counter((link.get("type"), link.get("hreflang")) for link in _links(whole, "alternate"))
    yield from (f"{name}: {many} pages for {kind}" for kind, many in alternates.items() if many > 1)
    for part in whole:
        kind = part.tag.removeprefix(ATOM)
        if kind != "entry":
            yield from (f"{name}: {kind}: {fault}" for fault in _of_part(kind, part))


def _of_part(kind: str, part: Element) -> Iterator[str]:
    yield from (f"what is {each}?" for each in part.attrib.keys() - ATTRIBUTES.get(kind, set()) - {LANG})
    if LANG in part.attrib and not LANGUAGE.fullmatch(part.attrib[LANG]):
        yield f"{part.attrib[LANG]} is no language"
    if kind in PERSON:
        yield from _of_person(part)
    elif kind in DATE and not _moment(part.text):
        yield f"{part.text!r} is no time"
    elif kind == "id" and not _is_absolute(part.text):
        yield f"{part.text!r} is no absolute address"
    elif kind in TEXT:
        yield from _of_text(part)
    elif kind in LINK:
        yield from _of_link(part)
    elif kind == "category" and not part.get("term", "").strip():
        yield "it has no term"
    if kind not in PERSON and len(part):
        yield "it has parts"


def _of_person(person: Element) -> Iterator[str]:
    counts = Counter(part.tag.removeprefix(ATOM) for part in person)
    if counts["name"] != 1 or counts["uri"] > 1 or counts["email"] > 1 or counts.keys() - {"name", "uri", "email"}:
        yield f"it has {dict(counts)}"
    if not _can_be_seen(person.findtext(f"{ATOM}name") or ""):
        yield "nobody can see the name"


def _of_text(part: Element) -> Iterator[str]:
    kind, text = part.get("type", "text"), part.text or ""
    if kind not in {"text", "html"}:
        yield f"it is {kind}"
    if not _can_be_seen(text):
        yield "it says nothing"
    if kind == "html":
        found = _Tags()
        found.feed(text)
        found.close()
        yield from (f"there is <{tag}> in it" for tag in found.tags)


def _of_link(link: Element) -> Iterator[str]:
    if not _is_absolute(link.get("href")):
        yield f"{link.get('href')!r} is no absolute address"
    if "rel" in link.attrib and not re.fullmatch(r"[a-z-]+", link.attrib["rel"]):
        yield f"{link.get('rel')!r} is no relation"
    if "hreflang" in link.attrib and not LANGUAGE.fullmatch(link.attrib["hreflang"]):
        yield f"{link.get('hreflang')!r} is no language"


class _Tags(HTMLParser):
    """Ours say words alone, so that whatever looks like a tag was typed by somebody and should have been escaped."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


def _links(whole: Element, rel: str) -> list[Element]:
    return [link for link in whole.findall(f"{ATOM}link") if link.get("rel", "alternate") == rel]


def _is_absolute(address: str | None) -> bool:
    if not address or not ADDRESS.fullmatch(address):
        return False
    parts = urlsplit(address)
    return bool(parts.scheme and (parts.netloc or parts.scheme in {"urn", "tag"}))


def _moment(text: str | None) -> datetime | None:
    """None when it is no time, or no day of the calendar."""
    try:
        return datetime.fromisoformat(text) if text and RFC_3339.fullmatch(text) else None
    except ValueError:
        return None


def _can_be_seen(text: str) -> bool:
    return any(sign.isprintable() and not sign.isspace() for sign in text)
