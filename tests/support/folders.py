"""Folders of Markdown files, and the commands that read and write them."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from intranet.writing.models import LongText
from wiki.models import Article, WikiHome

#: A small handbook of another house.
ABOUT = "---\ntitle: About us\nredirect_from:\n  - /who-we-are/\n---\nWe sell bicycles.\n"
HANDBOOK: dict[str, str | bytes] = {
    "about.md": ABOUT,
    "tools/chat.md": "---\ntitle: Chat\n---\nHow to write.\n\n- [Emoji](emoji/)\n- [Rooms](rooms/#small-rooms)\n",
    "tools/chat/rooms.md": "# Rooms *here*\n\n## Small rooms!\n\n[_Back_](../)\n",
    "tools/play-10.md": "The tenth.\n",
    "tools/play-2.md": "The second.\n",
    "18f/index.md": "---\ntitle: How we work\n---\nSee [about](../about.md) and [the old address](/who-we-are#x).\n",
}
HANDBOOK_TREE = ["How we work", "About us", "Tools", "  Chat", "    Rooms here", "  Play 2", "  Play 10"]


def written(root: Path, files: dict[str, str | bytes]) -> Path:
    """The folder holds these files, by path."""
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def bring(folder: Path, **options: object) -> str:
    """Import it; what the command said."""
    said = StringIO()
    call_command("import_articles", folder, stdout=said, **options)
    return said.getvalue()


def take_away(folder: Path) -> tuple[str, str]:
    """Export into it; what the command said, and what it complained about."""
    said, complained = StringIO(), StringIO()
    call_command("export_articles", folder, stdout=said, stderr=complained)
    return said.getvalue(), complained.getvalue()


def tree() -> list[str]:
    """The titles of all published pages below the home, set in by their depth."""
    home = WikiHome.the_one()
    pages = LongText.objects.filter(path__startswith=home.path, live=True).exclude(pk=home.pk).order_by("path")
    return ["  " * (page.depth - home.depth - 1) + page.title for page in pages]


def titled(title: str) -> Article:
    return Article.objects.get(title=title)


def body(title: str) -> str:
    """What the page of this title says."""
    return LongText.objects.get(title=title).body


def number(title: str) -> int:
    return LongText.objects.get(title=title).pk
