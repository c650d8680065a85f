"""Which Trellis this is: the newest heading of the changelog, so that the number stands in one place."""

import re
from pathlib import Path

_CHANGELOG = Path(__file__).resolve().parents[2] / "CHANGELOG.md"


def newest(changelog: str) -> str:
    """`1.2.3` from the first heading `## 1.2.3`. ValueError when there is none."""
    if found := re.search(r"^## (\d+\.\d+\.\d+)\b", changelog, re.MULTILINE):
        return found[1]
    raise ValueError("The changelog has no heading such as '## 1.2.3'.")


VERSION = newest(_CHANGELOG.read_text("utf-8"))
