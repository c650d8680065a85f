"""What tests of notices share."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from intranet.notifications import badge


@pytest.fixture
def a_moment_later():
    """``with a_moment_later():`` what a process may remember of rights is forgotten."""

    def travel():
        return time_machine.travel(timezone.now() + timedelta(seconds=badge.FRESH + 1))

    return travel
