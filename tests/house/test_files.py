"""The house stays small: files, models, and what it depends on."""

import re
import tomllib
from pathlib import Path

from intranet.kit.version import newest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("intranet", "microblog", "wiki", "search")
CODE = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts]


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_no_file_is_two_things():
    assert len(CODE) > 80  # noise: they were found
    assert {str(path.relative_to(ROOT)): lines(path) for path in CODE if lines(path) > 300} == {}


def test_files_of_models_are_small():
    models = [path for path in CODE if "models" in path.parts or path.name == "models.py"]
    assert len(models) > 8
    assert sum(map(lines, models)) / len(models) < 100


def test_the_changelog_begins_with_the_version_that_runs():
    from intranet.kit.version import VERSION

    assert newest((ROOT / "CHANGELOG.md").read_text()) == VERSION
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)


def test_every_dependency_says_why_it_is_there():
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)["project"]
    wanted = [
        *project["dependencies"],
        *(each for group in project["optional-dependencies"].values() for each in group),
    ]
    assert len(wanted) > 20
    without = [
        each for each in wanted if not re.search(rf'^\s*"{re.escape(each)}",\s+# \w.{{4,}}$', text, re.MULTILINE)
    ]
    assert not without


def test_every_pin_carries_its_hashes_and_every_dependency_has_a_pin():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    groups = project["optional-dependencies"].values()
    extra = [each for group in groups for each in group if not each.startswith(f"{project['name']}[")]
    for file, wanted in (("requirements.txt", project["dependencies"]), ("requirements-dev.txt", extra)):
        pins = _pins((ROOT / file).read_text())
        assert len(pins) > 20
        assert not [name for name, hashes in pins.items() if not hashes], file
        named = {re.split(r"[\[<>=!~; ]", each)[0].lower().replace("_", "-") for each in wanted}
        assert named <= pins.keys(), file


def _pins(text: str) -> dict[str, list[str]]:
    """The hashes of each pinned package."""
    pins: dict[str, list[str]] = {}
    for entry in re.split(r"\n(?=\S)", text.replace("\\\n", " ")):
        if found := re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==\S+", entry):
            pins[found[1].lower().replace("_", "-")] = re.findall(r"--hash=sha256:[0-9a-f]{64}\b", entry)
        else:
            assert not entry.strip() or entry.startswith("#"), f"Not a pin: {entry[:80]}"
    return pins


def test_a_pin_without_a_hash_would_be_noticed():
    good = "django==5.2.1 ; python_version < '4' \\\n    --hash=sha256:" + "a" * 64 + "\n    # via trellis\n"
    assert _pins(good) == {"django": ["--hash=sha256:" + "a" * 64]}
    assert _pins("django==5.2.1\n    # via trellis\n") == {"django": []}
