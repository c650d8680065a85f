"""Signing in, through django-allauth: throttled by address and account, and the only door there is."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Q
from django.http import HttpRequest

from intranet.notifications import badge

from .models import User


class Backend(AuthenticationBackend):
    """Reads the person, the profile, and whether they have notices to read (`has_unread`), in one query; a deactivated
    person is nobody from the next request on.
    """

    def get_user(self, user_id: Any) -> User | None:
        people = User.objects.with_profile().annotate(has_unread=badge.has_unread())
        return people.filter(pk=user_id, is_active=True).first()


MISMATCH = "That name and password do not go together. Check both, or ask an administrator for a new link."


class Adapter(DefaultAccountAdapter):
    """Nobody signs up alone: accounts come from an administrator's link."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
        "too_many_login_attempts": "Too many tries. Wait five minutes, then try again.",
    }

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries are counted by person: allauth counts a username and an e-mail address apart."""
        typed = (credentials.get("email") or credentials.get("username") or "").strip().lower()
        person = User.objects.filter(Q(username=typed) | Q(email__iexact=typed)).first() if typed else None
        return f"person:{person.pk}" if person else f"typed:{typed}"

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
