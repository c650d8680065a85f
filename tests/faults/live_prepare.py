"""Fills an empty data folder for the fault test of the live feed. Runs in a process of its own, which has Django."""

import json
import secrets
import sys
from dataclasses import asdict, dataclass, field

OLDER = 30  # updates that are there before anybody looks: more than one page of a feed lists


@dataclass
class Guest:
    """Somebody with a browser: `number` in the database, and the session and form token they are signed in with."""

    number: int
    username: str
    session: str
    token: str
    is_member: bool  # of the closed team

    @property
    def cookies(self) -> dict[str, str]:
        return {"sessionid": self.session, "csrftoken": self.token}


@dataclass
class Cast:
    """Who takes part. The name of the closed team and every text in it carry the canary."""

    canary: str
    guests: list[Guest] = field(default_factory=list)
    closed_team: int = 0
    open_team: int = 0  # everybody is in it
    secret_thread: int = 0  # an update in the closed team

    @property
    def members(self) -> list[Guest]:
        return [guest for guest in self.guests if guest.is_member]

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Cast":
        told = json.loads(text)
        return cls(**told | {"guests": [Guest(**guest) for guest in told["guests"]]})


def prepare(people: int, members: int) -> Cast:
    """Tables, a company, so many people who are signed in, two teams, and some older updates."""
    import django

    django.setup()
    from django.core.management import call_command

    from intranet.people.actions import teams
    from intranet.people.models import Company, User
    from microblog.actions import updates

    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)
    Company.objects.update_or_create(pk=1, defaults={"name": "Northwind"})

    cast = Cast(canary=f"zitronenfalter{secrets.token_hex(4)}")
    cast.guests = sign_in(people, members)
    users = list(User.objects.filter(pk__in=[guest.number for guest in cast.guests]).order_by("pk"))
    closed = teams.create(by=users[0], name=f"Pay review {cast.canary}", is_closed=True)
    for user in users[1:members]:
        teams.add_member(by=users[0], team=closed, person=user)
    opened = teams.create(by=users[0], name="Harvest")
    for user in users[1:]:
        teams.join(by=user, team=opened)
    cast.closed_team, cast.open_team = closed.pk, opened.pk

    secret = updates.post(by=users[0], text=f"The budget, {cast.canary}", teams=[closed], key=secrets.token_hex(8))
    assert secret
    cast.secret_thread = secret.pk
    for number in range(OLDER):
        updates.post(by=users[number % people], text=f"Older update {number}", key=secrets.token_hex(8))
    return cast


def sign_in(people: int, members: int = 0) -> list[Guest]:
    """New people, each with a session, as the form would have made it."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.hashers import make_password
    from django.contrib.sessions.backends.db import SessionStore

    from intranet.people.models import Profile, User

    guests = []
    for number in range(people):
        user = User.objects.create(username=f"reader-{number}", name=f"Reader {number}", password=make_password(None))
        Profile.objects.get_or_create(user=user, defaults={"sought": f"reader {number}"})
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "intranet.people.signin.Backend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        guests.append(Guest(user.pk, user.username, session.session_key, secrets.token_hex(16), number < members))
    return guests


if __name__ == "__main__":
    print(prepare(int(sys.argv[1]), int(sys.argv[2])).to_json())
