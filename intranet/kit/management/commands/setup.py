"""`manage.py setup`: what must be there before the site can start. Safe to repeat; the second time is quick."""

import hashlib
import platform
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from intranet.kit import assets, icons


class Command(BaseCommand):
    help = "Prepare the database and the static files; with --demo, fill an empty house with a demo company."
    requires_system_checks: list[str] = []  # `migrate` asks the database, `manage.py check` the rest

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--demo", action="store_true", help="fill the house if nobody is in it yet")

    def handle(self, *, demo: bool, **options: Any) -> None:
        self._migrate()
        self._collect_static_files()
        if demo and not get_user_model()._default_manager.exists():
            call_command("demo", stdout=self.stdout, stderr=self.stderr)

    def _migrate(self) -> None:
        # Asking first is a tenth of the work of a `migrate` that has nothing to do.
        executor = MigrationExecutor(connection)
        todo = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if todo:
            self.stdout.write(f"Preparing the database: {_count(todo, 'step')} …")
            call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)

    def _collect_static_files(self) -> None:
        """Copy, name and compress the static files, unless the last time was for just these."""
        if settings.DEBUG:
            return  # they are served straight from their folders
        stamp, now = Path(settings.STATIC_ROOT) / ".stamp", fingerprint()
        if stamp.exists() and stamp.read_text() == now:
            return
        self.stdout.write("Preparing the static files …")
        began = time.monotonic()
        call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=[assets.SOURCE_PATTERN])
        stamp.write_text(now)
        self.stdout.write(f"Static files are ready ({time.monotonic() - began:.0f} s).")


def fingerprint() -> str:
    """Changes when the static files could: other packages, another Python, another file below `static/`."""
    digest = hashlib.sha256(platform.python_version().encode())
    digest.update((settings.ROOT / "requirements.txt").read_bytes())
    for line in _described([*map(Path, settings.STATICFILES_DIRS), Path(assets.__file__), Path(icons.__file__)]):
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def _described(places: list[Path]) -> Iterator[str]:
    for place in places:
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.is_file():
                facts = file.stat()
                yield f"{file.relative_to(place.parent)} {facts.st_mtime_ns} {facts.st_size}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
