from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from .office_pages import Texts


@hooks.register("construct_settings_menu")
def leave_accounts_to_our_pages(request: HttpRequest, items: list[Any]) -> None:
    """No menu entry for what `kit.http.OFFICE_CLOSED` keeps shut."""
    items[:] = [item for item in items if item.name not in {"users", "groups"}]


@hooks.register("register_admin_viewset")
def check_long_texts() -> Texts:
    return Texts()
