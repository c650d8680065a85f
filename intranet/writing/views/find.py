"""What the editor offers while one types: pages behind "[[", people behind "@"."""

from functools import reduce
from operator import and_

from django.db.models import Q
from django.http import JsonResponse

from intranet.people.models import User
from intranet.people.models.user import folded
from intranet.people.requests import Request
from intranet.people.views.complete import sought
from intranet.writing.models import LongText
from intranet.writing.models.long_text import parents_of

MOST = 8
LOOKED_AT = 200  # pages among which the best are chosen
LONGEST = 80
WORDS = 6


def pages(request: Request) -> JsonResponse:
    """Pages whose titles have all these words, best first."""
    typed = folded(request.GET.get("q", ""))[:LONGEST].split()[:WORDS]
    seen = LongText.objects.visible_to(request.user).filter(depth__gt=2)
    if typed:
        seen = seen.filter(reduce(and_, (Q(title__icontains=word) for word in typed)))
    found = list(seen.only("title", "path", "depth", "content_type", "changed_at").order_by("-changed_at")[:LOOKED_AT])
    best = sorted(found, key=lambda page: _distance(folded(page.title), typed))[:MOST]
    above = parents_of(best, request.user)
    return JsonResponse({
        "pages": [
            {"id": page.pk, "title": page.title, "where": above.get(page.pk, ""), "address": page.get_absolute_url()}
            for page in best
        ]
    })  # fmt: skip


def people(request: Request) -> JsonResponse:
    found: list[User] = sought(request.GET.get("q", ""), request.user)
    return JsonResponse({
        "people": [
            {"id": person.pk, "username": person.username, "name": person.name, "title": person.profile.title}
            for person in found
        ]
    })  # fmt: skip


def _distance(title: str, typed: list[str]) -> tuple[bool, bool, int]:
    """Less is better: it begins so, its words begin so, it is short. Pages that are equally near stay as they were."""
    spaced = f" {title}"
    return (
        not title.startswith(" ".join(typed)),
        not all(f" {word}" in spaced for word in typed),
        len(title) if typed else 0,
    )
