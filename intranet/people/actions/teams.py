"""Teams come to be; people join, lead and leave them."""

from django.db import transaction
from django.db.models import F

from intranet import live
from intranet.audit import trail
from intranet.people.models import Company, Follow, Membership, Team, User
from search import documents


class LastLead(ValueError):
    """A team with members keeps at least one lead."""


@transaction.atomic
def create(*, by: User, name: str, purpose: str = "", is_closed: bool = False) -> Team:
    """The team exists, led by whoever made it."""
    team = Team.objects.create(name=name, purpose=purpose, is_closed=is_closed)
    _enter(team, by, is_lead=True)
    trail.record("team.created", by=by, about=team, closed=is_closed)
    documents.touch(team)
    _tell_of_coming(team, by)
    return team


@transaction.atomic
def edit(*, by: User, team: Team, name: str, purpose: str, is_closed: bool) -> None:
    """The team is called and meant so. One that closes is no longer followed by those who are not in it."""
    closes = is_closed and not team.is_closed
    team.name, team.purpose, team.is_closed = name, purpose, is_closed
    team.save(update_fields=["name", "purpose", "is_closed"])
    if is_closed:
        team.followed_by.exclude(follower__in=team.memberships.values("person")).delete()
    Company.looks_changed()
    trail.record("team.edited", by=by, about=team, closed=is_closed)
    documents.touch(team)
    if closes:
        closed = [(stream, "team.closed", team.pk) for stream in (f"feed:team:{team.pk}", "feed:open")]
        live.send_all([(f"feed:team:{team.pk}", "rights.changed", team.pk), *closed])


@transaction.atomic
def join(*, by: User, team: Team) -> None:
    """`by` is in the open team."""
    if _enter(team, by):
        trail.record("team.joined", by=by, about=team)
        _tell_of_coming(team, by)


@transaction.atomic
def leave(*, by: User, team: Team) -> None:
    """`by` is no longer in the team. Raises LastLead when others would be left without one."""
    _exit(team, by)
    trail.record("team.left", by=by, about=team)
    _tell_of_going(team, by)


@transaction.atomic
def add_member(*, by: User, team: Team, person: User) -> None:
    """The lead has brought `person` in."""
    if _enter(team, person):
        trail.record("team.member_added", by=by, about=team, person=person.name)
        _tell_of_coming(team, person)


@transaction.atomic
def remove_member(*, by: User, team: Team, person: User) -> None:
    """The lead has sent `person` away. Raises LastLead."""
    _exit(team, person)
    trail.record("team.member_removed", by=by, about=team, person=person.name)
    _tell_of_going(team, person)


@transaction.atomic
def set_lead(*, by: User, team: Team, person: User, is_lead: bool) -> None:
    """`person` leads the team, or no longer does. Raises LastLead."""
    if not is_lead:
        _keep_a_lead(team, person)
    Membership.objects.filter(team=team, person=person).update(is_lead=is_lead)
    trail.record("team.lead_changed", by=by, about=team, person=person.name, lead=is_lead)
    live.send(f"feed:team:{team.pk}", "team.changed", ref=team.pk)


def _enter(team: Team, person: User, is_lead: bool = False) -> bool:
    _, new = Membership.objects.get_or_create(team=team, person=person, defaults={"is_lead": is_lead})
    if new:
        Team.objects.filter(pk=team.pk).update(member_count=F("member_count") + 1)
    return new


def _exit(team: Team, person: User) -> None:
    _keep_a_lead(team, person)
    gone, _ = Membership.objects.filter(team=team, person=person).delete()
    if gone:
        Team.objects.filter(pk=team.pk).update(member_count=F("member_count") - 1)
    if team.is_closed:
        Follow.objects.filter(follower=person, team=team).delete()


def _keep_a_lead(team: Team, person: User) -> None:
    Team.objects.select_for_update().get(pk=team.pk)  # one at a time: two leads may leave at once
    others = team.memberships.exclude(person=person)
    if team.led_by(person) and others.exists() and not others.filter(is_lead=True).exists():
        raise LastLead("Name another lead first, so that the team keeps one.")


def _tell_of_coming(team: Team, person: User) -> None:
    live.send_all(_new_membership(team, person))


def _tell_of_going(team: Team, person: User) -> None:
    """First the rights, so that nothing said after that reaches the browsers of whoever left."""
    live.send_all([(f"user:{person.pk}", "rights.changed", person.pk), *_new_membership(team, person)])


def _new_membership(team: Team, person: User) -> list[tuple[str, str, int]]:
    return [(f"feed:team:{team.pk}", "team.changed", team.pk), (f"user:{person.pk}", "teams.changed", person.pk)]
