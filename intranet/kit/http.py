"""What every request passes: closed by default, sized, under a strict content policy; and how a view answers."""

from collections.abc import Callable
from typing import Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import SuspiciousOperation
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.shortcuts import redirect, render, resolve_url
from django.utils.cache import patch_vary_headers
from django.utils.decorators import sync_only_middleware
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from . import markup, policy

OFFICE = "/office/"
#: Parts of the back office that change accounts behind our actions' backs; people have pages of their own for it.
OFFICE_CLOSED = ("/office/users/", "/office/groups/", "/office/account/")
#: What a person typed, by field name, so that an error page can give it back.
TYPED = ("text", "name", "purpose", "bio", "title", "body", "markdown", "why", "line", "word")
LONGEST_BODY = 400_000  # characters of HTML that are read for it


class HtmxRequest(HttpRequest):
    """What a view gets behind django-htmx's middleware. For types only; never made."""

    htmx: HtmxDetails


class ClosedByDefault(LoginRequiredMiddleware):
    """Every address asks for sign-in unless its name is listed in `settings.OPEN_URLS`; decorators open nothing."""

    def get_login_url(self, view_func: Callable[..., Any]) -> str:
        return resolve_url(settings.LOGIN_URL)  # whatever address a package gave its view

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match and match.view_name in settings.OPEN_URLS:
            return None
        if not request.user.is_authenticated:
            if asks_for_json(request):
                return refusal("You were signed out. Sign in again in another window, then retry.", 403)
            if "HX-Request" in request.headers or "X-Fragment" in request.headers:
                # A script asked: the sign-in page has no place inside the page that is open.
                return HttpResponse("Sign in again.", status=403, content_type="text/plain")
            if kept := typed(request):
                return render(request, "403_signed_out.html", {"kept": kept}, status=403)
            return self.handle_no_permission(request, view_func)
        if request.path_info.startswith(OFFICE_CLOSED):
            raise Http404
        if request.path_info.startswith(OFFICE) and not policy.allows(request.user, "office.enter"):
            raise Http404
        return None


class ContentSecurity(CSPMiddleware):
    """The strict policy on our pages, a looser one in the back office, and no copy of a page in a shared cache."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(OFFICE):
            response._csp_replace = settings.OFFICE_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
        if "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-cache"
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()")
        return super().process_response(request, response)


@sync_only_middleware
def RequestSize(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 413 before reading a body that is larger than any form of ours can be."""
    limit = settings.MAX_UPLOAD + settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()) or int(length) > limit:
            most = settings.MAX_UPLOAD // 1024 // 1024
            if asks_for_json(request):
                return refusal(f"This file is too big. Send at most {most} MB.", 413)
            return render(request, "413.html", {"limit_mb": most}, status=413)
        return get_response(request)

    return middleware


def nonce(request: HttpRequest) -> dict[str, Any]:
    """Context: django-csp's nonce under the name that django-htmx and django-js-asset read."""
    return {"csp_nonce": getattr(request, "csp_nonce", "")}


def asks_for_json(request: HttpRequest) -> bool:
    """A script asked that reads sentences, not pages."""
    return "application/json" in request.headers.get("Accept", "")


def refusal(sentence: str, status: int) -> JsonResponse:
    """What went wrong and what to do, for a script to show."""
    return JsonResponse({"error": sentence}, status=status)


def respond(request: HtmxRequest, *, page: str, fragment: str, status: int = 200, **context: Any) -> HttpResponse:
    """The whole page, or only its `fragment` when htmx asks."""
    htmx = request.htmx
    only_fragment = htmx and not htmx.boosted and not htmx.history_restore_request
    response = render(request, fragment if only_fragment else page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def back(request: HttpRequest, usual: str) -> HttpResponse:
    """To the page of ours that ``back`` names in the address, or to the `usual` one, an address or a name of one."""
    page = request.GET.get("back", "")
    if page.startswith("/") and url_has_allowed_host_and_scheme(page, None):
        return HttpResponseRedirect(page)
    return redirect(usual)


def came_from(request: HttpRequest) -> str:
    """The page of ours on which a button stood; "" when the browser does not tell."""
    page = request.headers.get("Referer", "").split("#")[0]
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours else ""


def noun(**views: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """One address, one view a method: ``noun(post=join, delete=leave)``.

    A plain form cannot send DELETE, so a POST with ``_method=delete`` counts as one.
    """

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        method = (request.method or "").lower()
        if method == "post":
            method = request.POST.get("_method", "post").lower()
        view = views.get("get" if method == "head" else method)
        if view is None:
            page = render(request, "405.html", {"kept": typed(request)})
            return HttpResponseNotAllowed([name.upper() for name in views], content=page.content)
        return view(request, *args, **kwargs)

    return answer


def typed(request: HttpRequest) -> list[str]:
    """What the person had typed into the form that failed, so that the error page can give it back."""
    try:
        return [_readable(name, text) for name in TYPED if (text := request.POST.get(name, "").strip())]
    except (SuspiciousOperation, UnreadablePostError, MultiPartParserError):  # what came cannot be read at all
        return []


def _readable(name: str, text: str) -> str:
    """The HTML of an editor as Markdown, which can be sent again without it."""
    if name != "body" or len(text) > LONGEST_BODY:
        return text
    return markup.markdown_of(markup.clean_body(text))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    if asks_for_json(request):
        return refusal("This page has been open for too long. Reload it and retry.", 403)
    return render(request, "403_csrf.html", {"kept": typed(request)}, status=403)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"kept": typed(request)}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", {"kept": typed(request)}, status=400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", {"kept": typed(request)}, status=404)
