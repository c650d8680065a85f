"""Makes tables: a head of whole rows of headings, then the body."""

import re
from collections.abc import Callable, Iterator

from .reader import Element
from .schema import Block

MOST_SPAN = 100
SCOPES = frozenset({"col", "row", "colgroup", "rowgroup"})
_CELLS = frozenset({"td", "th"})
_SECTIONS = frozenset({"thead", "tbody", "tfoot"})


def caption_of(table: Element) -> list[Element]:
    return [child for child in table.children if isinstance(child, Element) and child.tag == "caption"]


def table_of(table: Element, make_cell: Callable[[Element], Block]) -> list[Block]:
    """The table, or nothing when there is nothing in it."""
    head: list[Block] = []
    body: list[Block] = []
    for section, row in _rows(table):
        cells = [_cell(node, make_cell) for node in row.children if isinstance(node, Element) and node.tag in _CELLS]
        if cells:
            (head if section == "thead" else body).append(Block("tr", blocks=cells))
    if not head and body and all(cell.tag == "th" for cell in body[0].blocks):
        head = [body.pop(0)]
    if not any(cell.runs or cell.blocks for row in head + body for cell in row.blocks):
        return []
    _fill(head + body)
    for heading in (cell for line in head for cell in line.blocks):
        heading.tag = "th"
    for lines, scope in ((head, "col"), (body, "row")):
        for heading in (cell for line in lines for cell in line.blocks if cell.tag == "th"):
            heading.attributes.setdefault("scope", scope)
    sections = [Block("thead", blocks=head)] if head else []
    return [Block("table", blocks=[*sections, Block("tbody", blocks=body)] if body else sections)]


def _rows(table: Element) -> Iterator[tuple[str, Element]]:
    """Its rows with the section they stand in; the foot comes last."""
    foot: list[Element] = []
    for child in table.children:
        if not isinstance(child, Element):
            continue
        if child.tag == "tr":
            yield "tbody", child
        elif child.tag in _SECTIONS:
            rows = [row for row in child.children if isinstance(row, Element) and row.tag == "tr"]
            if child.tag == "tfoot":
                foot += rows
            else:
                yield from ((child.tag, row) for row in rows)
    yield from (("tbody", row) for row in foot)


def _cell(node: Element, make_cell: Callable[[Element], Block]) -> Block:
    cell = make_cell(node)
    scope = node.attributes.get("scope", "").lower()
    if node.tag == "th" and scope in SCOPES:
        cell.attributes["scope"] = scope
    for name in ("colspan", "rowspan"):
        span = node.attributes.get(name, "").strip()
        if re.fullmatch(r"[0-9]{1,4}", span) and int(span) > 1:
            cell.attributes[name] = str(min(int(span), MOST_SPAN))
    return cell


def _fill(rows: list[Block]) -> None:
    """Short rows get empty cells, where no cell spans others."""
    if any(name in cell.attributes for row in rows for cell in row.blocks for name in ("colspan", "rowspan")):
        return
    width = min(max(len(row.blocks) for row in rows), MOST_SPAN)
    for row in rows:
        row.blocks += [Block("td") for _ in range(width - len(row.blocks))]
