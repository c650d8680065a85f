"""A setting that does not fit stops the start and names itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def start(data: Path, **values: str) -> subprocess.CompletedProcess:
    """`manage.py check`, as a company runs it, with these settings in the environment."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TRELLIS_", "DJANGO_"))}
    environment = clean | {"DJANGO_SETTINGS_MODULE": "intranet.settings.production", "TRELLIS_DATA": str(data)} | values
    return subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True
    )


def test_a_company_that_sets_what_fits_starts(tmp_path):
    result = start(
        tmp_path, TRELLIS_URL="https://trellis.example.com", TRELLIS_PROXIES="1", TRELLIS_LOG_LEVEL="WARNING"
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRELLIS_URL", "trellis.example.com"),
        ("TRELLIS_URL", "https://example.com/path"),
        ("TRELLIS_URL", "ftp://example.com"),
        ("TRELLIS_PROXIES", "many"),
        ("TRELLIS_PROXIES", "10"),
        ("TRELLIS_MAX_UPLOAD_MB", "0"),
        ("TRELLIS_MAX_UPLOAD_MB", "-5"),
        ("TRELLIS_LOG_LEVEL", "loud"),
        ("TRELLIS_PAGE_THREADS", "²"),
        ("TRELLIS_DATA", "/proc/nowhere"),
        ("TRELLIS_TIME_ZONE", "Mars/Olympus"),
        ("TRELLIS_SEARCH_URL", "elastic://"),
    ],
)
def test_a_value_that_does_not_fit_stops_the_start_and_names_itself(tmp_path, name, value):
    result = start(tmp_path, **{name: value})
    assert result.returncode != 0
    last = result.stderr.strip().splitlines()[-1]
    assert name in last, last
    assert value in last, last


def test_a_misspelt_setting_stops_the_start_and_names_itself_and_the_right_ones(tmp_path):
    result = start(tmp_path, TRELLIS_MAX_UPLOADS="5")
    assert result.returncode != 0
    last = result.stderr.strip().splitlines()[-1]
    assert "TRELLIS_MAX_UPLOADS is not a setting" in last
    assert "TRELLIS_MAX_UPLOAD_MB" in last


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    start(tmp_path)
    secret = tmp_path / "secret"
    first = secret.read_text()
    assert len(first) > 50
    assert secret.stat().st_mode & 0o077 == 0
    start(tmp_path)
    assert secret.read_text() == first
