"""What the people of the demo company have said lately, and how others reacted."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from intranet.notifications.models import Notice
from intranet.people.models import Team, User

from . import demo_questions
from .actions import reactions, updates
from .models import Reaction, Update
from .signs import BY_KEY

# minutes ago, author, teams ("" is the company), text, replies as (author, minutes later, text)
SAID: list[tuple[int, str, str, str, list[tuple[str, int, str]]]] = [
    (12, "ines", "Customer care", "A customer paid an invoice twice. Do we refund to the card, or keep it as credit? #billing #refunds", [
        ("tom", 4, "Credit by default; card refund when they ask within 14 days. Checking the limit for business accounts."),
        ("sam", 7, "Business accounts: always back to where it came from. The bank asks otherwise."),
    ]),
    (64, "clara", "", "Walked the new returns line in Porto this morning. **Scan to shelf is down from nine minutes to four.** Thank you @luis and everybody there: you redesigned it yourselves, and it shows. #returns", [
        ("luis", 11, "It was @theo who asked why we walk to the printer forty times a day. We moved the printer."),
        ("theo", 16, "I only asked because my feet hurt."),
        ("maya", 31, "Could we film it for the team in Leeds? Ten seconds say more than my slides."),
        ("priya", 40, "I am there on Thursday with the camera. @luis, before or after the lunch rush?"),
        ("luis", 44, "Before. After lunch nobody moves."),
    ]),
    (121, "jun", "Platform", "Deploys are back to normal. The slow checkout was a missing index on `orders`:\n\n```sql\nCREATE INDEX CONCURRENTLY orders_open ON orders (customer_id) WHERE closed_at IS NULL;\n```\n\nNext step: alert on it *before* customers do. #incident", [
        ("olu", 6, "Thank you. I put the timeline in the incident folder."),
        ("ines", 15, "Customers noticed for about 20 minutes; we answered 31 chats. No complaints left open."),
    ]),
    (190, "noor", "", "The office in Porto is **closed on 8 December** (public holiday). Leeds and Berlin work as usual. Plan your phone cover, please.", [
        ("ines", 22, "Care is covered from Berlin that day."),
    ]),
    (260, "hanna", "Returns", "Three of our wool suppliers now print the size on the inner label too. That should end most “wrong size” returns of the blue blanket. #returns #suppliers", []),
    (315, "theo", "Office Porto", "Who has the key to the bicycle cellar? I have a bicycle and no key.", [
        ("luis", 3, "Gate 4, left drawer, under the tape."),
        ("theo", 9, "Found it. Also found eleven other keys. Does anybody miss a key?"),
    ]),
    (1440, "priya", "", "New here? Three things that help:\n\n- follow the people you work with\n- join your team and one that has nothing to do with your work\n- ask in the open; somebody else has the same question\n\nAnd read before you write, just once.", [
        ("theo", 95, "I joined #lunch. Is that a team?"),
        ("priya", 99, "It is a tag, but it could be a movement."),
    ]),
    (1520, "sam", "", "Expense reports for this month close on **Friday at noon**. Photos of receipts are fine, photos of wallets are not. #finance", [
        ("jun", 33, "Can I hand in a receipt in Korean?"),
        ("sam", 41, "With the amount circled, gladly."),
    ]),
    (1610, "maya", "Customer care,Returns", "I want to change one sentence on the returns page: “within 30 days” becomes “until the date on your parcel note”. Does that match what you tell people?", [
        ("tom", 18, "Yes! Half of the calls are people counting days."),
        ("luis", 52, "The date is printed from January. Until then both, please."),
    ]),
    (2890, "olu", "", "Password managers for everybody: the licence is there. Instructions at https://example.com/passwords and at my desk. If you have a note under your keyboard, I will not ask what it says. #security", []),
    (2975, "clara", "", "We will try this place for eight weeks before we say a word outside. Be clumsy here. That is what it is for.", [
        ("maya", 5, "Clumsy is my native tongue."),
        ("olu", 25, "The logs agree, nothing has broken yet."),
    ]),
    (4320, "noor", "Pay review", "First draft of the bands is in the folder. Please comment until Wednesday; nothing leaves this team before Clara has decided. #payround", [
        ("sam", 70, "Band 4 and 5 overlap by more than we agreed. I marked it."),
        ("clara", 130, "I want to see the gap between sites first."),
    ]),
    (4400, "tom", "Customer care", "Small win: the macro for “where is my parcel” now asks for the order number first. Average chat went from 7 to 5 minutes yesterday. #billing", [
        ("ines", 12, "And nobody complained. Please write it down, this is exactly what new colleagues need."),
    ]),
    (5760, "luis", "Returns", "Pallet 12 to 19 are blocked until the floor is dry. Use gate 2.", []),
    (5900, "jun", "Platform", "Reading list for the quiet week: [the twelve factors](https://12factor.net), and whatever you have been putting off.", [
        ("olu", 40, "I have been putting off the backup drill. See you on Monday."),
    ]),
    (7300, "hanna", "", "Sample sale in the canteen, **Thursday 12:00**. Blankets, scarves, one very large hat. Cash goes to the hospital clowns again. #lunch", [
        ("theo", 8, "I would like to reserve the hat."),
        ("hanna", 15, "The hat is first come, first served."),
        ("clara", 60, "I have seen the hat. Be fast."),
    ]),
]  # fmt: skip
# words of an update or reply, and who gave it which sign
REACTED: dict[str, dict[str, str]] = {
    "A customer paid an invoice twice": {"look": "maya"},
    "Business accounts: always back": {"like": "ines tom"},
    "Walked the new returns line": {
        "cheer": "maya ines priya noor olu hanna theo",
        "love": "luis maya",
        "like": "sam jun tom",
    },
    "It was @theo who asked": {"love": "clara maya priya", "cheer": "ines"},
    "I only asked because": {"laugh": "clara luis maya ines hanna tom noor"},
    "Could we film it": {"idea": "priya luis"},
    "After lunch nobody moves": {"laugh": "theo"},
    "Deploys are back": {"like": "ines olu maya sam", "love": "tom"},
    "Customers noticed": {"love": "jun olu"},
    "The office in Porto is": {"like": "theo luis clara"},
    "Three of our wool suppliers": {"cheer": "luis ines", "idea": "maya"},
    "Who has the key": {"look": "noor"},
    "Found it. Also found": {"laugh": "luis noor"},
    "New here?": {"love": "theo noor", "like": "clara maya hanna"},
    "It is a tag": {"laugh": "theo sam maya"},
    "Expense reports": {"look": "hanna"},
    "With the amount circled": {"laugh": "jun"},
    "I want to change one sentence": {"like": "tom ines luis", "idea": "theo"},
    "We will try this place": {"like": "maya olu priya ines", "love": "noor"},
    "Clumsy is my native tongue": {"laugh": "clara olu priya"},
    "First draft of the bands": {"look": "sam clara"},
    "Small win": {"cheer": "ines maya", "like": "theo"},
    "Sample sale": {"cheer": "theo maya noor", "look": "clara"},
    "I have seen the hat": {"laugh": "hanna theo priya olu"},
}


def fill(say: Callable[[str], None]) -> None:
    people = {person.username: person for person in User.objects.all()}
    teams = {team.name: team for team in Team.objects.all()}
    now = timezone.now()
    for number, (ago, author, to, text, replies) in enumerate(reversed(SAID)):
        first = updates.post(
            by=people[author], text=text, teams=[teams[name] for name in to.split(",") if name], key=f"demo-{number}"
        )
        if first is None:
            continue
        begun = now - timedelta(minutes=ago)
        _happened(first, begun)
        for place, (by, later, words) in enumerate(replies):
            reply = updates.reply(by=people[by], to=first, text=words, key=f"demo-{number}-{place}")
            if reply is not None:
                _happened(reply, begun + timedelta(minutes=min(later, ago - 1)))
    say(f"{Update.objects.count()} updates and replies")
    _react(people)
    say(f"{Reaction.objects.count()} reactions")
    say(f"{demo_questions.fill(people, now)} questions")


def _happened(update: Update, at: datetime) -> None:
    """It was said then, and who was told of it has read it since, if that was before today."""
    read_at = at + timedelta(hours=2) if at < timezone.now() - timedelta(days=1) else None
    Notice.objects.unread().filter(by=update.author, at__gt=at).update(at=at, read_at=read_at)
    Update.objects.filter(pk=update.pk).update(posted_at=at)


def _react(people: dict[str, User]) -> None:
    updates = list(Update.objects.all())
    for words, given in REACTED.items():
        update = next(each for each in updates if words in each.text)
        for key, usernames in given.items():
            for username in usernames.split():
                reactions.react(by=people[username], update=update, sign=BY_KEY[key])
