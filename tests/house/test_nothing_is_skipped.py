"""A test either holds or fails: one that is skipped would be missed by nobody."""

import re
from pathlib import Path

import pytest

from tests.support.programs import program

TESTS = Path(__file__).resolve().parents[1]
LEFT_OUT = re.compile(r"pytest\.skip|mark\.skip|importorskip|pytest\.xfail|mark\.xfail|unittest\.skip|\bSkipTest\b")


def test_no_test_is_skipped_or_expected_to_fail():
    files = [path for path in TESTS.rglob("*.py") if path != Path(__file__)]
    assert len(files) > 80  # noise: they were found
    assert [str(path.relative_to(TESTS)) for path in files if LEFT_OUT.search(path.read_text())] == []


def test_a_program_that_is_missing_fails_the_test_and_says_what_to_install():
    with pytest.raises(pytest.fail.Exception, match=r"no a-program-nobody-has.*apt-get install its-package"):
        program("a-program-nobody-has", package="its-package")


def test_a_program_that_is_there_is_found_by_its_name_and_by_its_path():
    assert program(str(program("sh", package="dash")), package="dash").name == "sh"
