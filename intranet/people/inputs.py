"""What forms that ask for people have in common."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .models import User


class PersonInput(forms.TextInput):
    """A username; whom it may mean is offered while one types, and without scripts it is typed to its end."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "placeholder": "@username", **(attrs or {})})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        return format_html('<trellis-complete people="{}">{}</trellis-complete>', reverse("people:complete"), field)


def colleagues_called(usernames: Iterable[str]) -> list[User]:
    """Those who work here and are called so, each once, in one query; otherwise an error for the form."""
    names = list(dict.fromkeys(username.strip().lstrip("@").lower() for username in usernames))
    found = {person.username: person for person in User.objects.here().filter(username__in=names)}
    for name in names:
        if name not in found:
            raise forms.ValidationError(f"Nobody here has the username “{name}”.")
    return [found[name] for name in names]
