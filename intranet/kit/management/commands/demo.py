from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from intranet.kit.declarations import gather


class Command(BaseCommand):
    help = "Fill an empty house with a small demo company."

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        self.stdout.write("Filling the demo company…")
        for fill in [*gather("demo", "fill"), *gather("demo_after", "fill")]:
            fill(self._say)
        self.stdout.write("The demo company is there.")

    def _say(self, sentence: str) -> None:
        self.stdout.write(f"  {sentence}")
