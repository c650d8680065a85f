"""Static files: many small stylesheets become one file to load, and every file's name carries a hash of its content."""

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from . import icons

BUNDLE = "css/house.css"
DESK = "css/desk.css"  # only where one writes

#: Where the sources of each bundle stand below `static/css/`, in the order in which they are joined.
SOURCES = ("layers", "tokens", "reset", "base", "layout", "components/*", "rooms/*")
BUNDLES = {BUNDLE: SOURCES, DESK: ("desk/*",)}
MADE = (*BUNDLES, icons.SPRITE)  # what the finder below makes

#: `collectstatic --ignore` pattern: the sources of the bundles need not be collected one by one.
SOURCE_PATTERN = "css/*.css"

#: Our own folders in `static/`: an address in them that leads nowhere is our mistake and stops `collectstatic`.
OWN = ("css/", "js/", "icons/")

# Strings and addresses are matched first, so that nothing inside them is taken for a comment or for white space.
_PIECES = re.compile(
    r"""(?P<kept> "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' | url\(\s*[^"'\s)][^)]*\) )
      | (?P<comment> /\*.*?\*/ )
      | (?P<lines> \s*\n\s* )""",
    re.DOTALL | re.VERBOSE,
)


class BundleFinder(BaseFinder):
    """Finds the bundles, joined from the small stylesheets, and `icons/house.svg`, whenever somebody asks.

    An address in a source counts from `css/`, where the bundles stand, whatever folder the source is in.
    """

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The absolute path of a file of ours, as a list if `find_all`; an empty list for any other file."""
        if path not in MADE:
            return []
        return [str(write_made(path))] if find_all else str(write_made(path))

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        wanted = [pattern for pattern in ignore_patterns or () if pattern != SOURCE_PATTERN]
        for path in MADE:
            if not matches_patterns(path, wanted):
                write_made(path)
                yield path, FileSystemStorage(location=_bundle_folder())


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash, gzip and brotli copies, and rewritten addresses in stylesheets and ES modules.

    Packages ship stylesheets that name pictures and source maps they do not ship; those addresses stay as they are.
    """

    support_js_module_import_aggregation = True
    manifest_strict = False

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[re.Match[str]], str]:
        convert = super().url_converter(name, hashed_files, template)
        if name.startswith(OWN):
            return convert

        def convert_or_leave(match: re.Match[str]) -> str:
            try:
                return convert(match)
            except ValueError:
                return match["matched"]

        return convert_or_leave

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Pages name hashed files only, so only those are worth the time; this halves `collectstatic`."""
        yield from super().compress_files(set(paths) & set(self.hashed_files.values()))


def write_made(path: str) -> Path:
    """Where an up-to-date `path` is. The file is touched only when its text changes, so its time can be trusted."""
    target = _bundle_folder() / path
    folder = Path(settings.STATICFILES_DIRS[0]) / "css"
    text = bundle_text(folder, BUNDLES[path]) if path in BUNDLES else icons.sprite()
    if not target.exists() or target.read_text("utf-8") != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, text)
    return target


def bundle_text(folder: Path, sources: Iterable[str] = SOURCES) -> str:
    """The stylesheets below `folder` as one text, in the order of `sources`."""
    files = [file for source in sources for file in sorted(folder.glob(source + ".css"))]
    return "".join(shorten(file.read_text("utf-8")) + "\n" for file in files)


def shorten(css: str) -> str:
    """`css` without comments, indentation and empty lines; strings and addresses stay as they are."""
    return _PIECES.sub(_shorter, css).strip()


def _shorter(piece: re.Match[str]) -> str:
    if piece["kept"]:
        return piece["kept"]
    if piece["lines"]:
        return "\n"
    around = piece.string[max(piece.start() - 1, 0) : piece.start()] + piece.string[piece.end() : piece.end() + 1]
    # A comment can be all that keeps two words apart.
    return "/**/" if len(around) == 2 and not re.search(r"[\s;{}]", around) else ""


def _bundle_folder() -> Path:
    return Path(settings.DATA) / "bundle"


def _replace(target: Path, text: str) -> None:
    """Write `text` in one step, so that nobody reads half a file."""
    handle, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).chmod(0o644)
    Path(name).replace(target)
