"""`manage.py import_posts FOLDER`: takes Markdown files over as posts of a blog. Safe to repeat and to break off."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from intranet.kit.prepared import refuse_unprepared
from intranet.kit.progress import progress
from intranet.writing.importing.report import Report
from intranet.writing.importing.who import administrator
from microblog.blogs.importing import FolderImport
from microblog.blogs.models import Blog, ImportedPost

LONGEST_NAME = ImportedPost._meta.get_field("folder").max_length or 0


class Command(BaseCommand):
    help = (
        "Import a folder of Markdown files as posts of a blog. Front matter says title, date, authors, tags, summary "
        "and image; the date may stand in the name of the file, too (2024-05-01-name.md). Pictures come along, and "
        "links between posts stay links. Run it again to go on, or to take over what changed in the folder; what "
        "people edited here stays as it is. A file whose front matter cannot be read is left out and listed. "
        "The feed does not tell of posts that are older than a day as of news."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--blog", default="", help="title of the blog that they come into")
        whose.add_argument("--team", default="", help="the team into whose blog they come")
        whose.add_argument("--person", default="", help="username of the person into whose blog they come")
        parser.add_argument("--by", default="", help="username of the administrator who imports (default: the first)")
        parser.add_argument("--name", default="", help="what this folder is called (default: its own name)")
        parser.add_argument("--report", type=Path, help="write all that is to be looked at into this file, too")

    def handle(
        self,
        *,
        folder: Path,
        blog: str,
        team: str,
        person: str,
        by: str,
        name: str,
        report: Path | None,
        **options: Any,
    ) -> None:
        refuse_unprepared()
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        name = (name or folder.resolve().name).strip()
        if not name or len(name) > LONGEST_NAME:
            raise CommandError(f"Name the folder in at most {LONGEST_NAME} characters: --name NAME")
        into = _blog(blog, team, person)
        _refuse_another(name, into)
        began = time.monotonic()
        work = FolderImport(folder, name, administrator(by), into)
        self.stdout.write(f'Importing {len(work):,} posts from {folder} into "{into.title}", by {work.by}.')
        with progress("Reading posts", total=len(work), out=options.get("stdout")) as bar:
            work.read(bar.advance)
        with progress("Writing posts", total=len(work), out=options.get("stdout")) as bar:
            work.write(bar.advance)
        for line in work.report.lines():
            self.stdout.write(line)
        if report:
            report.write_text("\n".join([_summary(work.report), *work.report.lines()]) + "\n", encoding="utf-8")
        self.stdout.write(f"{_summary(work.report)}; {time.monotonic() - began:.1f} s.")


def _blog(title: str, team: str, person: str) -> Blog:
    blogs = Blog.objects.filter(live=True).select_related("team", "person", "audience")
    if title:
        found, called = blogs.filter(title=title), f"a blog called {title}"
    elif team:
        found, called = blogs.filter(team__name=team), f"a blog of the team {team}"
    else:
        found, called = blogs.filter(person__username=person.lower()), f"a blog of {person}"
    if len(found) > 1:
        raise CommandError(f"There are several of it: {called}. Name whose it is: --team NAME or --person USERNAME")
    if not found:
        raise CommandError(f"There is not {called} here. Begin it first, on the page of all blogs.")
    blog: Blog = found[0]
    return blog


def _refuse_another(name: str, into: Blog) -> None:
    """A folder belongs to one blog; otherwise its posts would stand in two."""
    other = ImportedPost.objects.filter(folder=name).exclude(post__of_blog=into).select_related("post__of_blog").first()
    if other:
        raise CommandError(f'"{name}" was imported into "{other.post.of_blog.title}". Name this one: --name NAME')


def _summary(done: Report) -> str:
    return (
        f"{done.made:,} made, {done.changed:,} changed, {done.unchanged:,} unchanged, {done.pointers:,} only lead "
        f"elsewhere; {done.pictures:,} pictures and {done.files:,} files taken in"
    )
