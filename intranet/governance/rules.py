"""Which rules hold, and who has accepted them."""

from typing import Any

from django.core.cache import caches
from django.db.models import Max, Min, OuterRef, Subquery

from intranet.people.models import User

from .models import RulesAccepted, UseRules

FRESH = 2  # seconds after which another process sees that there are new rules
KEPT = "rules-asked"


def newest() -> UseRules | None:
    return UseRules.objects.select_related("by").last()


def asked() -> int:
    """The version that everybody has to have accepted, or a later one, as of two seconds ago at most; 0 while nobody
    has written any.
    """
    known: int | None = caches["fragments"].get(KEPT)
    if known is None:
        known = last_asked()
        caches["fragments"].set(KEPT, known, FRESH)
    return known


def last_asked() -> int:
    """The same as of now."""
    return UseRules.objects.filter(is_asked=True).aggregate(last=Max("version"))["last"] or 0


def has_accepted(person: User, version: int) -> bool:
    """This version, or a later one."""
    return RulesAccepted.objects.filter(person=person, rules__version__gte=version).exists()


def people() -> Any:
    """Those who work here, each with the time when they accepted what holds as ``accepted_at``, or None."""
    accepted = RulesAccepted.objects.filter(person=OuterRef("pk"), rules__version__gte=last_asked()).order_by()
    first: Any = accepted.values("person").annotate(first=Min("at")).values("first")
    return User.objects.here().with_profile().annotate(accepted_at=Subquery(first))
