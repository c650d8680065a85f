"""The whole wiki as a folder."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from intranet.kit import markup
from intranet.people.models import User
from intranet.writing.models import Document, Image, LongText
from wiki.models import Article, Section, WikiHome

from .facts import front_matter
from .places import file_place, picture_place, places_of
from .spelling import as_markdown

BATCH = 100


class NotEmpty(ValueError):
    """There is something in the folder already, which would be mixed with what is written."""


@dataclass
class FolderExport:
    """An export under way: every published page, those of closed teams, too, marked by `audience`."""

    root: Path
    lines: list[str] = field(default_factory=list)  # what could not be written
    pictures: int = 0
    files: int = 0

    def __post_init__(self) -> None:
        if self.root.exists() and (not self.root.is_dir() or any(self.root.iterdir())):
            raise NotEmpty(f"{self.root} is not an empty folder. Name one that is not there yet.")
        home = WikiHome.the_one()
        self.numbers = [home.pk]
        tree = LongText.objects.filter(path__startswith=home.path, live=True).exclude(pk=home.pk).order_by("path")
        self.numbers += tree.values_list("pk", flat=True)

    def __len__(self) -> int:
        return len(self.numbers)

    def write(self, advance: Callable[[], None]) -> None:
        self._plan()
        for page in self._pages():
            self._write_page(page)
            advance()
        self._write_things()

    def _plan(self) -> None:
        """Places are known before anything is written, so that links can lead to them."""
        slim = LongText.objects.filter(pk__in=self.numbers).order_by("path").specific(defer=True)
        found = [page for page in slim if isinstance(page, WikiHome | Section | Article)]
        present = {page.path for page in found}
        home = found[0].path
        pages = [page for page in found if page.path == home or page.path[: -LongText.steplen] in present]
        self.places = places_of(pages)
        self.numbers = [page.pk for page in pages]
        siblings: Counter[str] = Counter()
        self.positions: dict[int, int] = {}
        for page in pages:
            above = page.path[: -LongText.steplen]
            siblings[above] += 1
            self.positions[page.pk] = siblings[above]
        self.audiences = {page.path: page.audience_id for page in pages}
        self.usernames = dict(User.objects.values_list("pk", "username"))
        self.picture_places: dict[int, str] = {}
        self.file_places: dict[int, str] = {}

    def _pages(self) -> Iterator[LongText]:
        for some in _batches(self.numbers):
            sections = Section.objects.filter(pk__in=some).select_related("audience")
            articles = Article.objects.filter(pk__in=some).select_related("audience", "owner", "owner_team", "topic")
            found: dict[int, LongText] = {home.pk: home for home in WikiHome.objects.filter(pk__in=some)}
            found |= {each.pk: each for each in sections.prefetch_related("publishers__team", "publishers__person")}
            found |= {each.pk: each for each in articles.prefetch_related("tag_rows__tag")}
            yield from (found[number] for number in some if number in found)

    def _write_page(self, page: LongText) -> None:
        names = markup.things_in(page.body)
        pictures = Image.objects.in_bulk(names.pictures - self.picture_places.keys())
        documents = Document.objects.in_bulk(names.files - self.file_places.keys())
        self.picture_places |= {pk: picture_place(picture) for pk, picture in pictures.items()}
        self.file_places |= {pk: file_place(document) for pk, document in documents.items()}
        things = {"picture": self.picture_places, "file": self.file_places, "person": self.usernames}
        place = self.places[page.pk]
        above = self.audiences.get(page.path[: -LongText.steplen])
        text = as_markdown(page.body, place, self.places, things)
        file = self.root / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{front_matter(page, self.positions[page.pk], above)}\n{text.strip()}\n", encoding="utf-8")

    def _write_things(self) -> None:
        for some in _batches(self.picture_places):
            for picture in Image.objects.filter(pk__in=some):
                self.pictures += self._copy(picture, self.picture_places[picture.pk])
        for some in _batches(self.file_places):
            for document in Document.objects.filter(pk__in=some):
                self.files += self._copy(document, self.file_places[document.pk])

    def _copy(self, thing: Image | Document, place: str) -> bool:
        target = self.root / place
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with thing.file.open("rb") as source, target.open("wb") as copy:
                for chunk in iter(lambda: source.read(1024 * 1024), b""):
                    copy.write(chunk)
        except OSError as error:
            self.lines.append(f"{place}  {thing.title}: {error.strerror or error}")
            target.unlink(missing_ok=True)
            return False
        return True


def _batches(numbers: Iterable[int]) -> Iterator[list[int]]:
    every = list(numbers)
    yield from (every[start : start + BATCH] for start in range(0, len(every), BATCH))
