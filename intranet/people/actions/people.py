"""Accounts and profiles: people come, say who they are, and go."""

from typing import Any

from django.contrib.sessions.models import Session
from django.core import signing
from django.db import transaction

from intranet import live
from intranet.audit import trail
from intranet.kit import markup
from intranet.people.models import Company, Profile, Role, Skill, User
from intranet.people.models.user import folded
from search import documents

LINK_DAYS = 7
_SALT = "people.welcome"
_FIRST = "first-admin"


class LastAdmin(ValueError):
    """There is always an administrator."""


@transaction.atomic
def add(*, by: User | None, username: str, name: str, role: str = Role.MEMBER, **about: Any) -> User:
    """A person has an account without a password, and a profile; they set the password through their link."""
    person = User(username=username, name=name, role=role, email=about.pop("email", ""))
    person.set_unusable_password()
    person.save()
    person.profile = Profile.objects.create(user=person, **about)
    _remember_words(person.profile)
    trail.record("person.added", by=by, about=person, role=role)
    documents.touch(person)
    return person


@transaction.atomic
def found_company(*, company_name: str, username: str, name: str, email: str, password: str) -> User | None:
    """The company has its name and first administrator; None when somebody was first."""
    if not is_empty():
        return None
    Company.objects.update_or_create(pk=1, defaults={"name": company_name})
    admin = add(by=None, username=username, name=name, role=Role.ADMIN, email=email)
    admin.set_password(password)
    admin.save(update_fields=["password"])
    Company.looks_changed()
    trail.record("company.founded", by=admin, about=Company.objects.get())
    return admin


@transaction.atomic
def open_account(*, person: User, password: str) -> None:
    """The person has chosen a password; their link is used up."""
    person.set_password(password)
    person.save(update_fields=["password"])
    trail.record("person.joined", by=person, about=person)
    _tell_of_rights(person)


@transaction.atomic
def edit(*, by: User, person: User, name: str, skills: list[str], **about: Any) -> None:
    """The profile says what was given; cards with the old name or title are drawn anew."""
    person.name = name
    person.save(update_fields=["name"])
    profile = person.profile
    for field, value in about.items():
        setattr(profile, field, value)
    profile.bio_html = markup.render_update(profile.bio)
    profile.save(update_fields=[*about, "bio_html"])
    profile.skills.set([_skill(skill) for skill in skills])
    _remember_words(profile)
    Company.looks_changed()
    trail.record("person.edited", by=by, about=person)
    documents.touch(person)


@transaction.atomic
def give_standing(*, by: User, person: User, role: str, is_active: bool) -> None:
    """The person has this role, and may sign in or not; whoever may not is signed out everywhere at once."""
    admins = User.objects.select_for_update().here().filter(role=Role.ADMIN)
    if not (role == Role.ADMIN and is_active) and {admin.pk for admin in admins} <= {person.pk}:
        raise LastAdmin("Make somebody else an administrator first, so that there is one.")
    person.role = role
    person.is_active = is_active
    person.save(update_fields=["role", "is_active"])
    if not is_active:
        _end_sessions(person)
    Company.looks_changed()
    trail.record(
        "person.standing", by=by, about=person, role=Role(role).label, state="active" if is_active else "deactivated"
    )
    documents.touch(person)
    _tell_of_rights(person)


@transaction.atomic
def renew_link(*, by: User, person: User) -> str:
    """A new welcome link; the old password and all sessions end."""
    person.set_unusable_password()
    person.save(update_fields=["password"])
    _end_sessions(person)
    trail.record("person.linked", by=by, about=person)
    _tell_of_rights(person)
    return welcome_token(person)


def sign_out(*, by: User) -> None:
    """The session of `by` in this browser has just ended; its open pages fall silent."""
    _tell_of_rights(by)


def is_empty() -> bool:
    return not User.objects.exists()


def first_admin_token() -> str:
    """The way in to an empty install; worth nothing once anybody is there."""
    return signing.dumps(_FIRST, salt=_SALT)


def welcome_token(person: User) -> str:
    """The way in for somebody without a password; its use ends it, because it carries the state of the password."""
    return signing.dumps([person.pk, person.password[-12:]], salt=_SALT)


def opens_first_account(token: str) -> bool:
    return _read(token) == _FIRST and is_empty()


def invited(token: str) -> User | None:
    """Whom the token lets in, if it is ours, unused and at most a week old."""
    match _read(token):
        case [int(pk), str(state)]:
            person = User.objects.here().filter(pk=pk).first()
            return person if person and not person.has_usable_password() and person.password[-12:] == state else None
    return None


def _read(token: str) -> Any:
    try:
        return signing.loads(token, salt=_SALT, max_age=LINK_DAYS * 24 * 3600)
    except signing.BadSignature:
        return None


def _tell_of_rights(person: User) -> None:
    live.send(f"user:{person.pk}", "rights.changed", ref=person.pk)


def _end_sessions(person: User) -> None:
    """Sign the person out on every device."""
    for session in Session.objects.iterator():
        if str(session.get_decoded().get("_auth_user_id")) == str(person.pk):
            session.delete()


def _skill(name: str) -> Skill:
    return Skill.objects.get_or_create(folded=folded(name), defaults={"name": name})[0]


def _remember_words(profile: Profile) -> None:
    profile.sought = profile.words()
    profile.save(update_fields=["sought"])
