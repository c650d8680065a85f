"""Writes a body for its readers, and for its editor."""

from collections.abc import Iterator, Mapping, Sequence

from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString

from intranet.kit.markup.addresses import is_safe_address, leads_outside
from intranet.kit.markup.gates import stored
from intranet.kit.markup.highlight import STORE, coloured

from .cleaning import blocks_of_stored
from .runs import Mark
from .schema import HEADINGS, Block
from .things import BodyThings, Picture, every, slugs, words_of
from .writer import Writer, opening, text

TITLES = {"note": "Note", "tip": "Tip", "important": "Important", "warning": "Warning", "caution": "Caution"}
SIZES = "(max-width: 48rem) 100vw, 48rem"  # how wide a picture is shown where nobody says otherwise


def show_body(html: str, known: BodyThings) -> SafeString:
    """The body for somebody who may know the things that are `known`."""
    blocks = blocks_of_stored(html)
    return stored(_Shown(known, blocks).write(blocks))


def edit_body(html: str, known: BodyThings) -> SafeString:
    """The body for the editor: as it is stored, and with the addresses that it needs to show links and pictures."""
    return stored(_Edited(known).write(blocks_of_stored(html)))


class _WithAddresses(Writer):
    """Writes links to things with their addresses."""

    def __init__(self, known: BodyThings) -> None:
        self.known = known

    def address(self, attributes: Mapping[str, str]) -> str:
        """Where a link leads; nothing when the reader may not know."""
        address: str | None = attributes.get("href")
        if number := attributes.get("data-page"):
            address = self.known.pages.get(int(number))
            part = attributes.get("data-part")
            address = f"{address}#{part}" if address and part else address
        elif number := attributes.get("data-person"):
            address = self.known.people.get(int(number))
        elif number := attributes.get("data-file"):
            file = self.known.files.get(int(number))
            address = file.address if file else None
        elif title := attributes.get("data-wanted"):
            address = self.known.wanted(title)
        return address if address and is_safe_address(address.partition("#")[0]) else ""

    def image(self, picture: Picture, alt: str) -> dict[str, str]:
        size = {"width": str(picture.width), "height": str(picture.height)}
        srcset = {"srcset": picture.srcset, "sizes": picture.sizes or SIZES} if picture.srcset else {}
        return {"src": picture.src, **srcset, **size, "alt": alt}

    def known_picture(self, block: Block) -> Picture | None:
        picture = self.known.pictures.get(int(block.attributes["data-picture"]))
        return picture if picture and is_safe_address(picture.src) else None


class _Edited(_WithAddresses):
    def mark(self, mark: Mark, inner: str) -> str:
        tag, attributes = mark
        if tag != "a":
            return super().mark(mark, inner)
        address = self.address(dict(attributes))
        return f"{opening('a', {**dict(attributes), **({'href': address} if address else {})})}{inner}</a>"

    def picture(self, block: Block) -> str:
        alt = block.attributes["alt"]
        picture = self.known_picture(block)
        image = opening("img", self.image(picture, alt) if picture else {"alt": alt})
        number = {"data-picture": block.attributes["data-picture"]}
        return f"{opening('figure', number)}{image}{self.caption(block)}</figure>"


class _Shown(_WithAddresses):
    def __init__(self, known: BodyThings, blocks: Sequence[Block]) -> None:
        super().__init__(known)
        self.store = dict(STORE)
        texts = [words_of(block.runs) for block in every(blocks) if block.tag in HEADINGS]
        self.slugs: Iterator[str] = slugs(texts)

    def heading(self, block: Block) -> str:
        slug = next(self.slugs)
        link = opening("a", {"class": "part", "href": f"#{slug}", "aria-label": "Link to this part"})
        return f"{opening(block.tag, {'id': slug})}{self.line(block.runs)}{link}</a></{block.tag}>"

    def whole(self, block: Block) -> str:
        """The corner of a table often heads nothing, and is no heading then."""
        if block.tag == "th" and not block.blocks and not words_of(block.runs).strip():
            block = Block("td", {name: value for name, value in block.attributes.items() if name != "scope"})
        return super().whole(block)

    def table(self, block: Block) -> str:
        around = {"class": "table-scroll", "tabindex": "0", "role": "region", "aria-label": "Table"}
        return f"{opening('div', around)}{self.whole(block)}</div>"

    def callout(self, block: Block) -> str:
        tone = block.attributes["data-tone"]
        title = f'<p class="callout-title">{TITLES[tone]}</p>'
        return f"{opening('aside', {'class': 'callout', 'data-tone': tone})}{title}{self.inner(block)}</aside>"

    def code(self, block: Block) -> str:
        language = block.attributes.get("data-language", "")
        pieces = coloured(block.runs[0].text, language, self.store)
        inner = "".join(
            f"{opening('span', {'class': css})}{text(code)}</span>" if css else text(code) for css, code in pieces
        )
        css = {"class": "highlight"} if any(css for css, _ in pieces) else {}
        return f"{opening('pre', {**css, **block.attributes})}<code>{inner}</code></pre>"

    def picture(self, block: Block) -> str:
        alt, caption = block.attributes["alt"], self.caption(block)
        picture = self.known_picture(block)
        if not picture:
            return opening("figure", {"class": "missing"}) + (caption or f"<p>{text(alt)}</p>") + "</figure>"
        image = opening("img", {**self.image(picture, alt), "loading": "lazy", "decoding": "async"})
        large = picture.large if is_safe_address(picture.large) else picture.src
        name = {} if alt.strip() else {"aria-label": "Picture"}  # a link says where it leads
        link = opening("a", {"class": "enlarge", "href": large, **name})
        number = {"data-picture": block.attributes["data-picture"]}
        return f"{opening('figure', number)}{link}{image}</a>{caption}</figure>"

    def mark(self, mark: Mark, inner: str) -> str:
        tag, pairs = mark
        if tag != "a":
            return super().mark(mark, inner)
        attributes = dict(pairs)
        address = self.address(attributes)
        if not address:
            return inner
        if number := attributes.get("data-file"):
            size = filesizeformat(self.known.files[int(number)].size)
            link = opening("a", {"class": "file", "href": address, "data-file": number})
            return f'{link[:-1]} download>{inner}</a> <span class="size">({text(size)})</span>'
        return f"{opening('a', self._about(attributes, address))}{inner}</a>"

    def _about(self, attributes: Mapping[str, str], address: str) -> dict[str, str]:
        if "href" in attributes:
            outside = leads_outside(address)
            return {"href": address, **({"class": "outside", "rel": "noopener noreferrer"} if outside else {})}
        css = "wanted" if "data-wanted" in attributes else "person" if "data-person" in attributes else ""
        return {**({"class": css} if css else {}), "href": address, **attributes}
