"""A person's own words, and following or muting them. Their page is microblog's, which knows updates."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from intranet.kit import policy
from intranet.people.actions import follows, mutes
from intranet.people.actions import people as actions
from intranet.people.forms import ProfileForm
from intranet.people.models import Team, User
from intranet.people.requests import Request
from intranet.people.tastes import tastes


def about(request: Request, username: str) -> dict[str, Any]:
    """Context of a person's page: ``person``, ``teams`` that the viewer may see, ``is_followed``, ``is_muted``."""
    people = User.objects.visible_to(request.user).select_related("profile__manager")
    person = get_object_or_404(people.prefetch_related("profile__skills"), username=username)
    return {
        "person": person,
        "profile": person.profile,
        "teams": Team.objects.visible_to(request.user).of(person),
        "is_followed": person.pk in tastes(request.user).people,
        "is_muted": person.pk in tastes(request.user).muted,
    }


@require_http_methods(["GET", "POST"])
def edit(request: Request, username: str) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user).with_profile(), username=username)
    policy.require(request.user, "person.edit", person)
    form = ProfileForm(request.POST or None, instance=person.profile)
    if request.method == "POST" and form.is_valid():
        actions.edit(by=request.user, person=person, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect(person)
    status = 422 if request.method == "POST" else 200
    return _page(request, person, form, status)


def edit_page(request: Request, person: User, photo_error: str, status: int) -> HttpResponse:
    """The form again, with what was wrong with the photo."""
    return _page(request, person, ProfileForm(instance=person.profile), status, photo_error=photo_error)


def _page(request: Request, person: User, form: ProfileForm, status: int, **context: Any) -> HttpResponse:
    context |= {
        "form": form,
        "person": person,
        "most_bytes": settings.MAX_UPLOAD,
        "most_mb": settings.MAX_UPLOAD // 1024 // 1024,
    }
    return render(request, "people/edit.html", context, status=status)


def follow(request: Request, username: str) -> HttpResponse:
    person = _find(request, username)
    policy.require(request.user, "follow", person)
    follows.follow(by=request.user, person=person)
    return redirect(person)


def unfollow(request: Request, username: str) -> HttpResponse:
    person = _find(request, username)
    follows.unfollow(by=request.user, person=person)
    return redirect(person)


def mute(request: Request, username: str) -> HttpResponse:
    person = _find(request, username)
    policy.require(request.user, "mute", person)
    mutes.mute(by=request.user, whom=person)
    return redirect(person)


def unmute(request: Request, username: str) -> HttpResponse:
    person = _find(request, username)
    mutes.unmute(by=request.user, whom=person)
    return redirect(person)


def _find(request: Request, username: str) -> User:
    return get_object_or_404(User.objects.visible_to(request.user), username=username)
