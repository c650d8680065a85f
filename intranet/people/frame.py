"""What the frame of every page shows: the company, my teams, the theme."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import Company, Team, User

THEMES = ("", "light", "dark")  # without one, as the system says


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context: ``company``, ``my_teams`` (read only when a template asks), ``theme``, ``keys_off``."""
    theme = request.COOKIES.get("theme", "")
    return {
        "company": SimpleLazyObject(Company.current),
        "my_teams": SimpleLazyObject(lambda: my_teams(request.user)),
        "theme": theme if theme in THEMES else "",
        "keys_off": request.COOKIES.get("keys") == "off",
    }


def my_teams(user: Any) -> list[Team]:
    """The teams a person is in, by name; read once a request."""
    if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
        return []
    if not hasattr(user, "_my_teams"):
        user._my_teams = list(Team.objects.of(user))
    return user._my_teams
