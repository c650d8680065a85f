"""Where a page stands, and what leads to it: only what the viewer may see."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Case, Q, QuerySet, When
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from intranet.people.models import Team
from intranet.writing.models import LongText
from intranet.writing.models.long_text import words_of

from .models import OF_WIKI, Section, WikiHome
from .publishing import lineage

MOST = 40  # pages of one level of the tree
MOST_LINKS = 20
MOST_WITHDRAWN = 20
STEP = LongText.steplen
TOP = 2 * STEP  # signs of the path of the wiki's home


@dataclass(frozen=True)
class Place:
    """A page by its name and address."""

    pk: int
    title: str
    path: str
    is_closed: bool  # for a team alone
    is_article: bool
    links: bool = False  # to the page that was asked about

    @property
    def address(self) -> str:
        return address_of(self.pk, self.title)


@dataclass(frozen=True)
class Branch:
    """A line of the tree, for `components/tree.html`."""

    label: str
    href: str
    current: bool = False
    closed: bool = False
    branches: Sequence["Branch"] = field(default=())


@dataclass(frozen=True)
class Surroundings:
    """What stands above a page, from the top down, the tree along the way to it, and what links to it."""

    above: Sequence[Place]
    branches: Sequence[Branch]
    links: Sequence[Place]

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        return [("Wiki", reverse("wiki:home")), *((each.title, each.address) for each in self.above)]


def address_of(pk: int, title: str) -> str:
    return reverse("wiki:page", args=[pk, words_of(title)])


def surroundings(viewer: Any, page: LongText) -> Surroundings:
    """One query, however deep the page stands."""
    line = lineage(page.path)[1:]  # from the home down to the page
    near = Q(path__in=line[1:])
    for each in line:
        near |= Q(path__startswith=each, depth=len(each) // STEP + 1)
    sources = _linking_to(page.pk)
    rows = LongText.objects.visible_to(viewer).filter(near | Q(pk__in=sources))
    around = places(rows.annotate(links=Case(When(pk__in=sources, then=True), default=False)), "links")
    levels: dict[str, list[Place]] = defaultdict(list)
    for place in around:
        if place.path in line or place.path[:-STEP] in line:
            levels[place.path[:-STEP]].append(place)
    seen = {place.path: place for place in around}
    above = [seen[each] for each in line[1:-1] if each in seen]
    links = [place for place in around if place.links and place.pk != page.pk][:MOST_LINKS]
    return Surroundings(above, _branches(levels, page.path[:TOP], page.path), links)


def places(rows: Any, *more: str) -> list[Place]:
    """Sections first, each by title."""
    found = rows.values_list("pk", "title", "path", "audience", "article", *more)
    made = [Place(pk, title, path, bool(team), bool(article), *rest) for pk, title, path, team, article, *rest in found]
    return sorted(made, key=lambda place: (place.is_article, place.title.casefold(), place.pk))


def links_here(viewer: Any, pk: int) -> list[Place]:
    """The pages that link to this one."""
    rows = LongText.objects.visible_to(viewer).filter(pk__in=_linking_to(pk)).exclude(pk=pk)
    return places(rows)[:MOST_LINKS]


def _linking_to(pk: int) -> QuerySet:
    """The numbers of the pages that Wagtail knows to link there."""
    of_pages = ContentType.objects.get_for_model(Page)
    found = ReferenceIndex.objects.filter(base_content_type=of_pages, to_content_type=of_pages, to_object_id=str(pk))
    return found.annotate(number=Cast("object_id", BigIntegerField())).values("number")


def withdrawn(viewer: Any, under: str) -> list[LongText]:
    """What was taken out right under the page with this path, as far as the viewer could read it."""
    found = _taken_out(viewer).filter(path__startswith=under, depth=len(under) // STEP + 1)
    return list(found.order_by("-changed_at").specific()[:MOST_WITHDRAWN])


def withdrawn_one(viewer: Any, pk: int) -> LongText | None:
    """A page that was taken out."""
    found = _taken_out(viewer).filter(pk=pk).first()
    return found.specific if found else None


def sections_for(viewer: Any) -> list[tuple[int, str]]:
    """The home and all sections that the viewer may read, each under the one in which it stands, for a choice."""
    home = WikiHome.the_one()
    found = Section.objects.visible_to(viewer).values_list("pk", "title", "path", "audience")
    by_path = {path: (pk, title, bool(team)) for pk, title, path, team in found}

    def words(path: str) -> list[str]:
        return [by_path[each][1].casefold() for each in lineage(path) if each in by_path]

    def shown(path: str) -> str:
        _, title, is_closed = by_path[path]
        return "\u2003" * (len(path) // STEP - 2) + title + (" (closed)" if is_closed else "")

    return [(home.pk, "Wiki"), *((by_path[path][0], shown(path)) for path in sorted(by_path, key=words))]


def _taken_out(viewer: Any) -> Any:
    """The door to pages that stood here and do not, beside `visible_to`; one never published is nobody's to bring."""
    found = LongText.objects.filter(OF_WIKI, live=False).exclude(first_published_at=None)
    return found.filter(Q(audience=None) | Q(audience__in=Team.objects.visible_to(viewer)))


def _branches(levels: dict[str, list[Place]], under: str, current: str) -> list[Branch]:
    level = levels.get(under, [])
    shown = [place for number, place in enumerate(level) if number < MOST or current.startswith(place.path)]
    branches = [
        Branch(
            label=place.title,
            href=place.address,
            current=place.path == current,
            closed=place.is_closed,
            branches=_branches(levels, place.path, current) if current.startswith(place.path) else (),
        )
        for place in shown
    ]
    if more := len(level) - len(shown):
        branches.append(Branch(f"{more} more", _address_at(under, levels.values())))
    return branches


def _address_at(path: str, levels: Iterable[Sequence[Place]]) -> str:
    """Of the section that stands there."""
    found = next((place for level in levels for place in level if place.path == path), None)
    return found.address if found else reverse("wiki:home")
