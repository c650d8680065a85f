"""Run them all: ``python -m tests.search.backend_database``. Prints what passed; fails when anything did."""

import os
import sys
import tempfile

from tests.search.backend.__main__ import run


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="backend-tests-") as data:
        os.environ["BACKEND_TESTS_DATA"] = data
        os.environ["DJANGO_SETTINGS_MODULE"] = f"{__package__}.settings"
        return run([f"{__package__}.upstream"], verbosity=1)


if __name__ == "__main__":
    sys.exit(main())
