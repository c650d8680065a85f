"""Pictures and files of updates: what a form attaches, and what a card shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from intranet.people.models import User
from intranet.writing.models import Document, FileUse, Image

KIND = "update"  # the owner's, see `intranet.writing`
MOST = 10  # pictures and files of one update
LONGEST_ALT = FileUse._meta.get_field("alt").max_length or 0


@dataclass(frozen=True)
class Attaching:
    """What goes with an update, by number and in this order: pictures with their alt texts, and files."""

    pictures: Mapping[int, str] = field(default_factory=dict)
    files: tuple[int, ...] = ()

    @classmethod
    def of(cls, kept: list[dict[str, Any]]) -> Self:
        """What an update shows, from what it keeps of it."""
        pictures = {each["picture"]: each["alt"] for each in kept if "picture" in each}
        return cls(pictures, tuple(each["file"] for each in kept if "file" in each))

    def __len__(self) -> int:
        return len(self.pictures) + len(self.files)

    def rows(self, viewer: User) -> list[FileUse]:
        """Those that are there and that the viewer may see, as uses that are not stored."""
        pictures = Image.objects.visible_to(viewer).in_bulk(list(self.pictures)) if self.pictures else {}
        files = Document.objects.visible_to(viewer).in_bulk(list(self.files)) if self.files else {}
        shown = [FileUse(picture=pictures[pk], alt=alt) for pk, alt in self.pictures.items() if pk in pictures]
        return [*shown, *(FileUse(document=files[pk]) for pk in self.files if pk in files)]

    def bytes_of(self) -> list[list[str]]:
        """What is in it, so that the same bytes sent again count as the same."""
        pictures = dict(Image.objects.filter(pk__in=self.pictures).values_list("pk", "file_hash"))
        files = dict(Document.objects.filter(pk__in=self.files).values_list("pk", "file_hash"))
        said = [[pictures.get(pk, ""), alt] for pk, alt in self.pictures.items()]
        return said + [[files.get(pk, "")] for pk in self.files]

    def in_session(self) -> dict[str, Any]:
        return {"pictures": {str(pk): alt for pk, alt in self.pictures.items()}, "files": list(self.files)}


NOTHING = Attaching()


@dataclass(frozen=True)
class Attached:
    """What a card shows below its text: uses that are not stored."""

    pictures: list[FileUse]
    files: list[FileUse]

    @classmethod
    def of(cls, kept: list[dict[str, Any]]) -> Self:
        """From what an update keeps, without asking the database."""
        pictures = [FileUse(picture=_picture(each), alt=each["alt"]) for each in kept if "picture" in each]
        return cls(pictures, [FileUse(document=_file(each)) for each in kept if "file" in each])


def to_keep(update: int) -> list[dict[str, Any]]:
    """What the card of this update needs to know of its pictures and files, to be kept beside its text."""
    uses = FileUse.objects.of(KIND, [update]).select_related("picture", "document")
    return [_about_picture(use.picture, use.alt) if use.picture else _about_file(use.document) for use in uses]


def said_with(text: str, kept: list[dict[str, Any]]) -> str:
    """A text and the names of what went with it, to be compared with another."""
    names = [f"[{each['title']}: {each['alt']}]" if each.get("alt") else f"[{each['title']}]" for each in kept]
    return "\n".join([text, *names])


def _about_picture(picture: Image, alt: str) -> dict[str, Any]:
    measures = {"width": picture.width, "height": picture.height, "colour": picture.colour, "kept": picture.kept}
    return {"picture": picture.pk, "title": picture.title, "alt": alt, **measures}


def _about_file(file: Any) -> dict[str, Any]:
    return {"file": file.pk, "title": file.title, "size": file.file_size}


def _picture(kept: dict[str, Any]) -> Image:
    measures = {name: kept[name] for name in ("width", "height", "colour", "kept")}
    return Image(pk=kept["picture"], title=kept["title"], collection_id=None, **measures)


def _file(kept: dict[str, Any]) -> Document:
    return Document(pk=kept["file"], title=kept["title"], file_size=kept["size"], collection_id=None)
