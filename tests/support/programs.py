"""Programs that tests start and that no Python package brings."""

import shutil
from pathlib import Path

import pytest


def program(name: str, *, package: str) -> Path:
    """Where it is: a name, or a path. Without it a test fails; a test that is skipped is a test that nobody misses."""
    found = shutil.which(name)
    if not found:
        pytest.fail(f"There is no {name}, which this test needs. Debian: apt-get install {package}", pytrace=False)
    return Path(found)
