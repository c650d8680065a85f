"""Typed readers of the environment. A value that does not fit stops the start and names itself."""

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured

PREFIX = "TRELLIS_"
_env = environ.Env()
_known: set[str] = set()


def text(name: str, default: str) -> str:
    return _read(name, default)


def number(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number from `least` to `most`."""
    value = _read(name, str(default))
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise _wrong(name, value, f"a whole number from {least} to {most}")
    return int(value)


def choice(name: str, default: str, options: tuple[str, ...]) -> str:
    value = _read(name, default)
    if value not in options:
        raise _wrong(name, value, "one of " + ", ".join(options))
    return value


def folder(name: str, default: Path) -> Path:
    """An absolute path to a folder that exists or can be made."""
    value = Path(_read(name, str(default))).expanduser().absolute()
    try:
        value.mkdir(parents=True, exist_ok=True, mode=0o750)
    except OSError as error:
        raise _wrong(name, str(value), f"a folder that can be written ({error.strerror})") from error
    return value


def address(name: str, default: str) -> str:
    """A web address without a path, such as https://trellis.example.com."""
    value = _read(name, default).rstrip("/")
    try:
        parts = urlsplit(value)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.path and parts.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise _wrong(name, value, "an address such as https://trellis.example.com, without a path")
    return value


def redis(name: str) -> str:
    """The address of a Redis such as redis://localhost:6379/0; empty when there is none."""
    value = _read(name, "")
    if value and not value.startswith(("redis://", "rediss://", "unix://")):
        raise _wrong(name, value, "an address such as redis://localhost:6379/0")
    if value and not find_spec("channels_redis"):
        raise ImproperlyConfigured(f"{PREFIX}{name} is set, but channels-redis is missing: pip install channels-redis")
    return value


def time_zone(name: str, default: str) -> str:
    """A name from the time zone database, such as Europe/Berlin."""
    value = _read(name, default)
    if value not in available_timezones():
        raise _wrong(name, value, "a time zone such as Europe/Berlin")
    return value


def refuse_unknown() -> None:
    """Stop when a variable with our prefix is none of ours: most likely its name is misspelt."""
    unknown = sorted({name for name in _env.ENVIRON if name.startswith(PREFIX)} - _known)
    if unknown:
        raise ImproperlyConfigured(f"{unknown[0]} is not a setting of Trellis. Known: {', '.join(sorted(_known))}.")


def _read(name: str, default: str) -> str:
    _known.add(PREFIX + name)
    return str(_env.str(PREFIX + name, default=default)).strip()


def _wrong(name: str, value: str, wanted: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{PREFIX}{name} is {value!r}, but must be {wanted}.")
