"""Inputs of forms that ask for people."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString


class PersonInput(forms.TextInput):
    """A username; whom it may mean is offered while one types, and without scripts it is typed to its end."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "placeholder": "@username", **(attrs or {})})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        return format_html('<trellis-complete people="{}">{}</trellis-complete>', reverse("people:complete"), field)
