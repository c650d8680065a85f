"""Run them all: ``python -m tests.search.backend [module or test…]``. Prints what passed; fails when anything did."""

import argparse
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
OURS = [path.stem for path in sorted(HERE.glob("about_*.py"))]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.search.backend")
    parser.add_argument("names", nargs="*", help="such as about_rights, or about_rights.Within")
    parser.add_argument("-v", "--verbosity", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="backend-tests-") as data:
        os.environ["BACKEND_TESTS_DATA"] = data
        os.environ["DJANGO_SETTINGS_MODULE"] = f"{__package__}.settings"
        return run([f"{__package__}.{name}" for name in asked.names or ["upstream", *OURS]], asked.verbosity)


def run(names: list[str], verbosity: int) -> int:
    import django

    django.setup()
    from django.test.runner import DiscoverRunner
    from django.test.utils import iter_test_cases

    class Runner(DiscoverRunner):
        def build_suite(self, *args, **kwargs):
            suite = super().build_suite(*args, **kwargs)
            self.parts = Counter(type(test).__module__.rpartition(".")[2] for test in iter_test_cases(suite))
            return suite

        def suite_result(self, suite, result, **kwargs):
            report(result, self.parts)
            return super().suite_result(suite, result, **kwargs)

    return 1 if Runner(verbosity=verbosity, interactive=False).run_tests(names) else 0


def report(result, parts: Counter[str]) -> None:
    """How many passed, and each that was not run with its reason."""
    missing = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    passed = result.testsRun - missing - len(result.skipped) - len(result.expectedFailures)
    print("Tests:", ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in parts.items()))
    print(f"{passed} of {result.testsRun} passed, {len(result.skipped)} were left out.")
    for test, reason in [*result.skipped, *result.expectedFailures]:
        print(f"  left out: {test.id()}: {reason}")


if __name__ == "__main__":
    sys.exit(main())
