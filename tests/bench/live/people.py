"""A company in which many are reading: each browser of the bench belongs to a person and has a session of its own."""

import json
import secrets
import subprocess
import sys

from tests.bench import stage
from tests.bench.live.browser import Guest


def prepare(env: dict[str, str], people: int) -> list[Guest]:
    """Fill the data folder, and let so many people in. They hear the company's feed, and what is for them alone."""
    stage.manage(env, "setup", "--demo")
    # In a process of its own, whose environment Django reads.
    code = f"from tests.bench.live import people; people.admit({people})"
    done = subprocess.run([sys.executable, "-c", code], env=env, cwd=stage.ROOT, check=True, stdout=subprocess.PIPE)
    return [
        Guest(f"sessionid={session}", ("feed:company", f"user:{person}"))
        for person, session in json.loads(done.stdout.splitlines()[-1])
    ]


def admit(people: int) -> None:
    """Runs where Django is configured: new people, each with a session; prints their numbers and keys."""
    import django

    django.setup()
    from datetime import timedelta

    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.hashers import make_password
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from intranet.people.models import Profile, User

    users = User.objects.bulk_create(
        User(username=f"reader-{number}", name=f"Reader {number}", password=make_password(None))
        for number in range(people)
    )
    Profile.objects.bulk_create(Profile(user=user, sought=f"reader {user.pk}") for user in users)
    store, later = SessionStore(), timezone.now() + timedelta(days=1)
    sessions = Session.objects.bulk_create(
        Session(session_key=secrets.token_hex(16), expire_date=later, session_data=store.encode(data))
        for user in users
        for data in [
            {
                SESSION_KEY: str(user.pk),
                BACKEND_SESSION_KEY: "intranet.people.signin.Backend",
                HASH_SESSION_KEY: user.get_session_auth_hash(),
            }
        ]
    )
    print(json.dumps([(user.pk, session.session_key) for user, session in zip(users, sessions, strict=True)]))
