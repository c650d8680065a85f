"""Teams: making them, joining, leading, leaving. The page with their updates is microblog's."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from intranet.kit import policy
from intranet.people.actions import follows
from intranet.people.actions import teams as actions
from intranet.people.forms import TeamForm
from intranet.people.models import Follow, Team, User
from intranet.people.panels import here_panels, members_panels
from intranet.people.requests import Request


def about(request: Request, pk: int) -> dict[str, Any]:
    """Context of a team's page: its panels, ``is_member``, ``is_lead``, ``is_followed``."""
    team = _find(request, pk)
    mine = team.memberships.filter(person=request.user).first()
    return {
        **members_panels([team])[team.pk],
        **here_panels([team])[team.pk],
        "is_member": mine is not None,
        "is_lead": mine is not None and mine.is_lead,
        "is_followed": Follow.objects.filter(follower=request.user, team=team).exists(),
    }


@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    policy.require(request.user, "team.create")
    form = TeamForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.create(by=request.user, **form.cleaned_data))
    return render(request, "people/team_form.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    team = _find(request, pk)
    policy.require(request.user, "team.edit", team)
    form = TeamForm(request.POST or None, instance=team, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        actions.edit(by=request.user, team=team, **form.cleaned_data)
        return redirect(team)
    status = 422 if request.method == "POST" else 200
    return render(request, "people/team_form.html", {"form": form, "team": team}, status=status)


def join(request: Request, pk: int) -> HttpResponse:
    team = _find(request, pk)
    policy.require(request.user, "team.join", team)
    actions.join(by=request.user, team=team)
    return redirect(team)


def leave(request: Request, pk: int) -> HttpResponse:
    team = _find(request, pk)
    policy.require(request.user, "team.leave", team)
    try:
        actions.leave(by=request.user, team=team)
    except actions.LastLead as error:
        messages.error(request, str(error))
        return redirect("people:members", pk)
    messages.success(request, f"You have left {team}.")
    return redirect("people:teams")


def members(request: Request, pk: int) -> HttpResponse:
    return _members(request, _find(request, pk))


def add_member(request: Request, pk: int) -> HttpResponse:
    team = _find(request, pk)
    policy.require(request.user, "team.members", team)
    username = request.POST.get("username", "").strip().lstrip("@").lower()
    person = User.objects.visible_to(request.user).here().filter(username=username).first()
    if person is None:
        return _members(request, team, error=f"Nobody here has the username “{username}”.", typed=username, status=422)
    actions.add_member(by=request.user, team=team, person=person)
    messages.success(request, f"{person} is in {team}.")
    return redirect("people:members", pk)


def remove_member(request: Request, pk: int, username: str) -> HttpResponse:
    team, person = _member(request, pk, username)
    try:
        actions.remove_member(by=request.user, team=team, person=person)
    except actions.LastLead as error:
        messages.error(request, str(error))
    return (
        redirect("people:members", pk)
        if Team.objects.visible_to(request.user).filter(pk=pk).exists()
        else redirect("people:teams")
    )


def set_lead(request: Request, pk: int, username: str) -> HttpResponse:
    team, person = _member(request, pk, username)
    try:
        actions.set_lead(by=request.user, team=team, person=person, is_lead=request.POST.get("lead") == "yes")
    except actions.LastLead as error:
        messages.error(request, str(error))
    return redirect("people:members", pk)


def follow(request: Request, pk: int) -> HttpResponse:
    team = _find(request, pk)
    policy.require(request.user, "follow", team)
    follows.follow(by=request.user, team=team)
    return redirect(team)


def unfollow(request: Request, pk: int) -> HttpResponse:
    team = _find(request, pk)
    follows.unfollow(by=request.user, team=team)
    return redirect(team)


def _find(request: Request, pk: int) -> Team:
    return get_object_or_404(Team.objects.visible_to(request.user), pk=pk)


def _member(request: Request, pk: int, username: str) -> tuple[Team, User]:
    team = _find(request, pk)
    policy.require(request.user, "team.members", team)
    return team, get_object_or_404(User.objects.visible_to(request.user), username=username, memberships__team=team)


def _members(request: Request, team: Team, status: int = 200, **context: Any) -> HttpResponse:
    context |= {"team": team, "memberships": team.memberships.select_related("person__profile")}
    return render(request, "people/members.html", context, status=status)
