"""An app that makes the worker look its index over every second, not every minute, so that a run need not wait."""

from dataclasses import replace
from datetime import timedelta

from django.apps import AppConfig

EVERY = timedelta(seconds=1)


class Haste(AppConfig):
    name = "tests.faults"
    label = "haste"

    def ready(self) -> None:
        from search import steady

        steady.WORK = [replace(work, every=min(work.every, EVERY)) for work in steady.WORK]
