from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from .office_pages import Texts


@hooks.register("construct_settings_menu")
def leave_accounts_to_our_pages(request: HttpRequest, items: list[Any]) -> None:
    """No menu entry for what `kit.http.OFFICE_CLOSED` keeps shut."""
    items[:] = [item for item in items if item.name not in {"users", "groups"}]


@hooks.register("before_copy_page")
def make_no_aliases(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What an alias says changes without anybody asking for whom it is."""
    if not request.POST.get("alias"):
        return None
    messages.error(request, "A page is copied once and for all here. Leave “alias” out.")
    return redirect("wagtailadmin_pages:copy", page.pk)


@hooks.register("register_admin_viewset")
def check_long_texts() -> Texts:
    return Texts()
