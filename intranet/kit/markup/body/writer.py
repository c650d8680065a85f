"""Writes blocks as HTML: as they are stored, and, where a subclass says so, otherwise."""

import html
import re
from collections.abc import Iterable, Sequence

from .runs import Mark, Marks, Run, nested
from .schema import Block


def text(source: str) -> str:
    return html.escape(source, quote=False).replace("\xa0", "&nbsp;")


def opening(tag: str, attributes: dict[str, str] | Sequence[tuple[str, str]] = ()) -> str:
    """`<tag name="value">`; whatever the values are, they stay values."""
    pairs = attributes.items() if isinstance(attributes, dict) else attributes
    return "<" + tag + "".join([f' {name}="{_value(value)}"' for name, value in pairs]) + ">"


def _value(value: str) -> str:
    return html.escape(value, quote=True).replace("&#x27;", "'").replace("\xa0", "&nbsp;")


class Writer:
    """Writes the form that is stored."""

    def write(self, blocks: Sequence[Block]) -> str:
        return "".join(self.block(block) for block in blocks)

    def block(self, block: Block) -> str:
        match block.tag:
            case "pre":
                return self.code(block)
            case "figure":
                return self.picture(block)
            case "h2" | "h3" | "h4":
                return self.heading(block)
            case "table":
                return self.table(block)
            case "aside":
                return self.callout(block)
            case "hr":
                return "<hr>"
        return self.whole(block)

    def whole(self, block: Block) -> str:
        """The block with its own tag around it."""
        return f"{opening(block.tag, block.attributes)}{self.inner(block)}</{block.tag}>"

    heading = table = callout = whole

    def inner(self, block: Block) -> str:
        return self.line(block.runs) + self.write(block.blocks)

    def code(self, block: Block) -> str:
        return f"{opening('pre', block.attributes)}<code>{text(block.runs[0].text)}</code></pre>"

    def picture(self, block: Block) -> str:
        number, alt = block.attributes["data-picture"], block.attributes["alt"]
        image = opening("img", {"alt": alt})
        return f"{opening('figure', {'data-picture': number})}{image}{self.caption(block)}</figure>"

    def caption(self, block: Block) -> str:
        return f"<figcaption>{self.line(block.runs)}</figcaption>" if block.runs else ""

    def line(self, runs: Sequence[Run], around: Marks = ()) -> str:
        """Text with marks; neighbours that share a mark share its tag."""
        pieces: list[str] = []
        for mark, group in nested(runs, around):
            if mark:
                pieces.append(self.mark(mark, self.line(group, (*around, mark))))
            else:
                pieces.append("<br>" if group[0].text == "\n" else text(group[0].text))
        return "".join(pieces)

    def mark(self, mark: Mark, inner: str) -> str:
        tag, attributes = mark
        return f"{opening(tag, attributes)}{inner}</{tag}>"


def weight(blocks: Sequence[Block]) -> float:
    """About how much work the gates have with it, in tags; attributes take longer, and written-out signs add up."""
    total = 0.0
    for block in blocks:
        total += 1 + _weight_of(block.attributes.items()) + weight(block.blocks)
        for run in block.runs:
            total += 1 + SIGN * len(SIGNS.findall(run.text))
            total += sum(1 + _weight_of(attributes) for _, attributes in run.marks)
    return total


def _weight_of(attributes: Iterable[tuple[str, str]]) -> float:
    return sum(2 + SIGN * len(SIGNS.findall(value)) for _, value in attributes)


SIGNS = re.compile(r"[&<>\"\xa0]")  # written as `&amp;` and the like
SIGN = 0.3
