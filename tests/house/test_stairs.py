"""Who may import whom, and that the check would notice."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("intranet", "microblog", "wiki", "search")


def stairs(house: Path) -> subprocess.CompletedProcess:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", "pyproject.toml"]
    return subprocess.run(command, cwd=house, capture_output=True, text=True)


@pytest.fixture
def copy(tmp_path) -> Path:
    """The house once more, to be spoilt."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_nobody_climbs_the_stairs():
    result = stairs(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("intranet/people/links.py", "import microblog.feeds"),
        ("intranet/kit/http.py", "from intranet.people.models import User"),
        ("microblog/wording.py", "import wiki"),
        ("search/__init__.py", "def later():\n    from intranet.writing import models\n"),
    ],
)
def test_an_import_upwards_is_noticed(copy, file, line):
    with (copy / file).open("a") as spoilt:
        spoilt.write(f"\n{line}\n")
    result = stairs(copy)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "BROKEN" in result.stdout
    assert file.removesuffix(".py").replace("/", ".").removesuffix(".__init__") in result.stdout


def test_an_import_of_the_blogs_by_the_rest_of_microblog_is_noticed(copy):
    blogs = copy / "microblog" / "blogs"
    blogs.mkdir(exist_ok=True)
    (blogs / "__init__.py").touch()
    (blogs / "planted.py").touch()
    assert stairs(copy).returncode == 0  # noise: blogs that nobody imports are fine
    with (copy / "microblog" / "wording.py").open("a") as spoilt:
        spoilt.write("\nimport microblog.blogs.planted\n")
    assert stairs(copy).returncode == 1
