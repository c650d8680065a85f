"""All addresses of the house, with an example of each."""

import re
import uuid
from collections.abc import Iterator

from django.urls import URLPattern, get_resolver

#: A value that fits, by converter of a `path()`.
FITS = {"int": "1", "str": "word", "slug": "word", "uuid": str(uuid.UUID(int=1)), "path": "some/where"}
#: A value that fits, by the expression of a `re_path()` group.
GROUPS = {
    r"[\w-]{16,40}": "k" * 24,
    r"\d{2,4}": "96",
    r"\d+": "1",
    r"live|earliest|\d+": "live",
    r"live|latest|\d+": "live",
}


def patterns(resolver=None, before: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """``(name, route, pattern)`` of each; the name carries its namespace and is "" for those without one."""
    for each in (resolver or get_resolver("intranet.urls")).url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield (space + each.name if each.name else ""), route, each
        else:
            yield from patterns(each, route, space + (f"{each.namespace}:" if each.namespace else ""))


def example(route: str) -> str:
    """An address that this route answers."""
    filled = re.sub(r"\(\?P<\w+>([^()]*)\)", lambda found: GROUPS[found[1]], route)
    filled = re.sub(r"<(?:(\w+):)?\w+>", lambda found: FITS[found[1] or "str"], filled)
    for sign, plain in (("^", ""), ("$", ""), ("\\Z", ""), ("\\.", ".")):
        filled = filled.replace(sign, plain)
    return "/" + filled
