"""How ``@name`` becomes the address of a person."""

from collections.abc import Iterable

from django.urls import reverse

from .models import User


def people(names: Iterable[str]) -> dict[str, str]:
    known = User.objects.filter(username__in=list(names)).values_list("username", flat=True)
    return {name: reverse("person", args=[name]) for name in known}


LINKS = {"@": people}
