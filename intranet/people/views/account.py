"""Coming in, going out, and what an administrator decides about accounts."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from intranet.kit import policy
from intranet.people.actions import people as actions
from intranet.people.forms import AddPersonForm, FirstAdminForm, PasswordForm, StandingForm
from intranet.people.frame import THEMES
from intranet.people.models import User
from intranet.people.requests import Request

BACKEND = "intranet.people.signin.Backend"


@require_http_methods(["GET", "POST"])
def welcome(request: Request, token: str) -> HttpResponse:
    """A link that lets in somebody who has no password yet: the first administrator, or whom one has added."""
    if actions.opens_first_account(token):
        return _found_company(request)
    person = actions.invited(token)
    if person is None:
        return render(request, "people/link_over.html", status=404)
    form = PasswordForm(request.POST or None)
    form.person = person
    if request.method == "POST" and form.is_valid():
        actions.open_account(person=person, password=form.cleaned_data["password"])
        login(request, person, backend=BACKEND)
        return redirect("people:edit", person.username)
    return render(request, "people/welcome.html", {"form": form, "person": person}, status=_status(request))


def _found_company(request: Request) -> HttpResponse:
    form = FirstAdminForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        admin = actions.found_company(**form.cleaned_data)
        if admin is None:
            return render(request, "people/link_over.html", status=404)
        login(request, admin, backend=BACKEND)
        return redirect("/")
    return render(request, "people/welcome_first.html", {"form": form}, status=_status(request))


@require_http_methods(["GET", "POST"])
def sign_out(request: Request) -> HttpResponse:
    """Ask, then end the session; the browser forgets the pages it kept for the back button."""
    if request.method == "GET":
        return render(request, "people/sign_out.html")
    person = request.user
    logout(request)
    actions.sign_out(by=person)
    response = redirect(settings.LOGIN_URL)
    response["Clear-Site-Data"] = '"cache"'
    return response


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """An administrator adds a colleague and gets the link to hand over."""
    policy.require(request.user, "person.add")
    form = AddPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = actions.add(by=request.user, **form.cleaned_data)
        return _show_link(request, person, actions.welcome_token(person))
    return render(request, "people/add.html", {"form": form}, status=_status(request))


@require_POST
def link(request: Request, username: str) -> HttpResponse:
    """A new link for somebody who cannot get in; their old password ends."""
    person = get_object_or_404(User.objects.visible_to(request.user), username=username, is_active=True)
    policy.require(request.user, "person.link", person)
    return _show_link(request, person, actions.renew_link(by=request.user, person=person))


def _show_link(request: Request, person: User, token: str) -> HttpResponse:
    address = f"{settings.SITE_URL}/welcome/{token}/"  # not the host that was asked: it may be a name for the few
    return render(request, "people/link.html", {"person": person, "address": address, "days": actions.LINK_DAYS})


@require_http_methods(["GET", "POST"])
def standing(request: Request, username: str) -> HttpResponse:
    """An administrator gives a role, or ends an account."""
    person = get_object_or_404(User.objects.visible_to(request.user), username=username)
    policy.require(request.user, "person.standing", person)
    form = StandingForm(request.POST or None, initial={"role": person.role, "is_active": person.is_active})
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_standing(by=request.user, person=person, **form.cleaned_data)
        except actions.LastAdmin as error:
            messages.error(request, str(error))
            return redirect(person)
        standing = person.get_role_display().lower() if person.is_active else "deactivated and signed out"
        messages.success(request, f"{person} is now {standing}.")
        return redirect(person)
    return render(request, "people/standing.html", {"form": form, "person": person}, status=_status(request))


@require_POST
def theme(request: Request) -> HttpResponse:
    """Light, dark, or as the system says."""
    if request.POST.get("theme") not in THEMES:
        raise Http404
    return _back_with_cookie(request, "theme", request.POST["theme"])


@require_POST
def keys(request: Request) -> HttpResponse:
    """Single keys that do things, on or off."""
    return _back_with_cookie(request, "keys", "off" if request.POST.get("keys") == "off" else "on")


def _back_with_cookie(request: Request, name: str, value: str) -> HttpResponse:
    """Remember something that belongs to this browser and not to the person."""
    back = request.META.get("HTTP_REFERER", "/")
    response = redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/")
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=365 * 24 * 3600, samesite="Lax", httponly=True, secure=secure)
    return response


def _status(request: Request) -> int:
    return 422 if request.method == "POST" else 200
