"""What `manage.py run` prints about signing in."""

from .actions import people
from .models import Company, User

DEMO_PASSWORD = "grow-with-trellis"  # noqa: S105  printed on every start of a demo company, and of no other
SHOWN = ("clara", "ines", "maya", "olu", "priya", "theo", "zofia")


def lines(address: str) -> list[str]:
    """The demo company's sign-ins, or the one-time link of an empty install, or nothing."""
    if people.is_empty():
        return [
            "Nobody is here yet. Make the first administrator within a week at:",
            f"  {address}/welcome/{people.first_admin_token()}/",
        ]
    if not Company.objects.filter(is_demo=True).exists():
        return []
    shown = User.objects.with_profile().filter(username__in=SHOWN).order_by("username")
    who = [f"  {person.username:<8} {person.name}, {person.profile.title}" for person in shown]
    return [f"Demo sign-ins (password for all: {DEMO_PASSWORD})", *who]
