"""`manage.py worker`: works off tasks until it is stopped. Start as many as you like, on as many hosts."""

from typing import Any

from django.core.management.base import BaseCommand

from intranet.jobs.worker import Worker


class Command(BaseCommand):
    help = "Work off background tasks and the schedule, until stopped."
    requires_system_checks: list[str] = []  # `run` and `check` do them; a restarted worker should be back quickly

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--batch", action="store_true", help="stop when no task is ready")

    def handle(self, *, batch: bool, **options: Any) -> None:
        worker = Worker(batch=batch)
        worker.configure_signals()
        worker.run()
