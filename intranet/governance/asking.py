"""Whoever has not accepted the rules that hold is led to them before anything else."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme

from intranet.kit.http import asks_for_json, refusal, typed

from .rules import asked, has_accepted

ACCEPTED = "rules_accepted"  # in the session: the version that its person has accepted
#: What one may do without having accepted anything, beside what everybody may.
FREE = {"account_logout", "governance:rules", "governance:acceptance", "governance:rules_history"}
CHANGED = "The use rules have changed. Accept them in another window, then retry."


class RulesFirst(MiddlewareMixin):
    """Asks nobody while there are no rules, and the database once a session about those who accepted them."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not request.user.is_authenticated or name in FREE or name in settings.OPEN_URLS:
            return None
        version = asked()
        if request.session.get(ACCEPTED, 0) >= version:
            return None
        if has_accepted(request.user, version):
            request.session[ACCEPTED] = version
            return None
        return _led_there(request)


def safe(request: HttpRequest, address: str) -> str:
    """An address of ours to go on to; the home page instead of any other."""
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else "/"


def _led_there(request: HttpRequest) -> HttpResponse:
    """To a page, the rules; to a script, what leads there. What somebody has typed is given back."""
    if asks_for_json(request):
        return refusal(CHANGED, 403)
    is_reading = request.method in {"GET", "HEAD"}
    if "HX-Request" in request.headers and is_reading:
        return HttpResponse(status=204, headers={"HX-Redirect": _address(_page_of(request, "HX-Current-URL"))})
    if "HX-Request" in request.headers or "X-Fragment" in request.headers:
        # A page that reads itself anew stays as it is until then; what was sent is kept where it was typed.
        return HttpResponse(CHANGED, status=409 if is_reading else 403, content_type="text/plain")
    back = request.get_full_path() if is_reading else _page_of(request, "Referer")
    if not is_reading and (kept := typed(request)):
        return render(request, "403_rules.html", {"kept": kept, "rules": _address(back)}, status=403)
    return HttpResponseRedirect(_address(back))


def _address(back: str) -> str:
    return f"{reverse('governance:rules')}?{urlencode({'next': back})}"


def _page_of(request: HttpRequest, header: str) -> str:
    """The page from which a script or a form asked."""
    parts = urlsplit(request.headers.get(header, ""))
    if parts.netloc != request.get_host():
        return "/"
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
