"""What happens after a commit, in tests that never commit."""

from contextlib import AbstractContextManager
from typing import Any

from django.test import TestCase


def committed() -> AbstractContextManager[Any]:
    """What is done in here is done as if it were committed at the end."""
    return TestCase.captureOnCommitCallbacks(execute=True)
