"""The people and teams of the demo company, Northwind: a mail-order house with a warehouse in Porto."""

from collections.abc import Callable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from .actions import follows, people, teams, topics
from .models import Company, Role, Team, User
from .welcome import DEMO_PASSWORD

# username, name, title, department, role, skills, what they say of themselves
PEOPLE = [
    (
        "clara",
        "Clara Duarte",
        "Chief executive",
        "Management",
        Role.ADMIN,
        "Negotiating, Portuguese",
        "Started in the warehouse in 2004. My door is open, and so is my inbox.",
    ),
    (
        "olu",
        "Olu Adeyemi",
        "IT and community",
        "Platform",
        Role.MODERATOR,
        "Linux, Networks, First aid",
        "I keep the lights on. Ask before you click.",
    ),
    (
        "maya",
        "Maya Okafor",
        "Product manager",
        "Product",
        Role.MEMBER,
        "Research, Spanish, Writing",
        "Returns and refunds. Usually found next to the coffee machine.",
    ),
    (
        "ines",
        "Ines Lindqvist",
        "Support lead",
        "Customer care",
        Role.MEMBER,
        "Swedish, Billing, Training",
        "Eleven years of listening to customers. Nothing surprises me, try me.",
    ),
    (
        "tom",
        "Tom Berger",
        "Support agent",
        "Customer care",
        Role.MEMBER,
        "German, Billing",
        "Late shift. Likes a tidy knowledge base.",
    ),
    (
        "jun",
        "Jun Park",
        "Platform engineer",
        "Platform",
        Role.MEMBER,
        "Python, PostgreSQL, Korean",
        "Deploys on Tuesdays, never on Fridays.",
    ),
    (
        "priya",
        "Priya Raman",
        "Communications",
        "Management",
        Role.COMMUNICATIONS,
        "Writing, Photography",
        "If it is worth knowing, it is worth telling well.",
    ),
    (
        "luis",
        "Luís Ferreira",
        "Warehouse manager",
        "Logistics",
        Role.MEMBER,
        "Portuguese, Forklift, Lean",
        "Porto, gate 4.",
    ),
    (
        "hanna",
        "Hanna Weiss",
        "Buyer",
        "Purchasing",
        Role.MEMBER,
        "German, Negotiating, Textiles",
        "I know where the wool comes from.",
    ),
    ("sam", "Sam O’Neill", "Finance controller", "Finance", Role.MEMBER, "Excel, Tax", "There is a column for that."),
    (
        "theo",
        "Théo Laurent",
        "Apprentice",
        "Logistics",
        Role.MEMBER,
        "French",
        "New since September. Please tell me when I get in the way.",
    ),
    (
        "noor",
        "Noor Haddad",
        "People partner",
        "People",
        Role.MEMBER,
        "Arabic, Coaching, Labour law",
        "Contracts, onboarding, and the good biscuits.",
    ),
]
MANAGERS = {"olu": "clara", "maya": "clara", "ines": "clara", "tom": "ines", "jun": "olu", "priya": "clara", "luis": "clara", "hanna": "luis", "sam": "clara", "theo": "luis", "noor": "clara"}  # fmt: skip
# name, purpose, closed, lead, members
TEAMS = [
    ("Customer care", "What customers ask us, and what we answer.", False, "ines", "tom maya theo"),
    ("Platform", "The shop, the systems behind it, and when they are down.", False, "jun", "olu maya"),
    ("Returns", "From the doorbell back to the shelf, faster every month.", False, "luis", "maya theo ines hanna"),
    ("Office Porto", "Keys, heating, lunch.", False, "theo", "luis noor"),
    ("Pay review", "Preparing the pay round. Nothing here is decided yet.", True, "noor", "clara sam"),
]
# name, description, hours until a first answer, experts
TOPICS = [
    ("Billing", "Invoices, payments and money back.", 4, "ines tom"),
    ("Returns", "What comes back, and how it gets to the shelf again.", 8, "maya"),
    ("IT", "Computers, accounts and the network.", 4, "olu"),
    ("People", "Contracts, leave and the first weeks.", 24, "noor"),
    ("Speaking for us", "Press, pictures, and what we say in public.", 24, "priya clara"),
    ("Travel", "Trains, hotels, and who pays.", None, ""),
]
FOLLOWS = [("maya", "ines"), ("maya", "clara"), ("tom", "ines"), ("theo", "luis"), ("jun", "olu"), ("ines", "maya")]


def fill(say: Callable[[str], None]) -> None:
    if User.objects.exists():
        raise ValidationError("There are people here already; the demo company needs an empty house.")
    Company.objects.create(pk=1, name="Northwind", is_demo=True)
    made = _people()
    say(f"{len(made)} people")
    _teams(made)
    say(f"{Team.objects.count()} teams, one of them closed")
    _topics(made)
    say(f"{len(TOPICS)} topics, one of them without experts")


def _people() -> dict[str, User]:
    made: dict[str, User] = {}
    for username, name, title, department, role, skills, bio in PEOPLE:
        person = people.add(
            by=None, username=username, name=name, role=role, email=f"{username}@northwind.example",
            title=title, department=department,
        )  # fmt: skip
        person.set_password(DEMO_PASSWORD)
        person.joined_at = timezone.now() - timedelta(days=200 + 37 * len(made))
        person.save(update_fields=["password", "joined_at"])
        made[username] = person
        people.edit(
            by=person, person=person, name=name, skills=skills.split(", "),
            title=title, department=department, bio=bio, manager=made.get(MANAGERS.get(username, "")),
        )  # fmt: skip
    # Managers that stand further down in the list.
    for username, manager in MANAGERS.items():
        profile = made[username].profile
        profile.manager = made[manager]
        profile.save(update_fields=["manager"])
    for follower, followed in FOLLOWS:
        follows.follow(by=made[follower], person=made[followed])
    return made


def _teams(made: dict[str, User]) -> None:
    for name, purpose, is_closed, lead, members in TEAMS:
        team = teams.create(by=made[lead], name=name, purpose=purpose, is_closed=is_closed)
        for username in members.split():
            teams.add_member(by=made[lead], team=team, person=made[username])


def _topics(made: dict[str, User]) -> None:
    for name, description, hours, experts in TOPICS:
        topic = topics.add(by=made["priya"], name=name, description=description, target_hours=hours)
        for username in experts.split():
            topics.name_expert(by=made["priya"], topic=topic, person=made[username])
