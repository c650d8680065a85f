"""How ``#tag`` becomes an address. Every tag has a page, which shows what its reader may see."""

from collections.abc import Iterable

from django.urls import reverse


def tags(names: Iterable[str]) -> dict[str, str]:
    return {name: reverse("microblog:tag", args=[name]) for name in names}


LINKS = {"#": tags}
