"""Who may do what. Each room declares its rules in `policy.py`; views ask here before they act."""

from typing import Any

from django.core.exceptions import PermissionDenied

from .declarations import Rule, gathered


def allows(user: Any, name: str, thing: Any = None) -> bool:
    """May `user` do `name` to `thing`? Nobody may who is signed out or deactivated; an unknown name is an error."""
    rule: Rule = gathered("policy", "RULES")[name]
    return bool(user.is_authenticated and user.is_active and rule(user, thing))


def require(user: Any, name: str, thing: Any = None) -> None:
    """Go on only if :func:`allows` says yes; otherwise the 403 page."""
    if not allows(user, name, thing):
        raise PermissionDenied(name)
