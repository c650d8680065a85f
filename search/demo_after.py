"""What the people of the demo company have looked for lately, how Priya and Olu tuned the search, and what is missed."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from . import keeping
from .actions import bets, missed, synonyms, wanted
from .learned import learn
from .models import Document, Enquiry, EnquiryKey, MissedSearch, Visit
from .normal import normal_of

DAYS = 30
SYNONYMS = {
    "olu": ["wifi, wireless, WLAN", "password manager, password safe, keychain"],
    "priya": ["refund, money back", "payslip, pay slip, salary statement"],
}
BETS = {"bank holiday Porto": "The office in Porto is", "password manager": "Password managers for everybody"}
HANDED_OVER = {"parental leave": "noor", "phone cover": "ines"}  # missed searches, to whoever knows
# what was typed, how often, by whom, how what was found first begins ("": nothing was; "-": nobody opened it), how much
ASKED = [
    ("refund card", 23, "ines tom maya sam theo", "Business accounts: always back", 4),
    ("returns porto", 14, "maya luis priya hanna", "Walked the new returns line", 6),
    ("password manager", 12, "theo hanna noor sam luis tom", "Password managers for everybody", 1),
    ("expense report deadline", 9, "jun hanna theo luis", "Expense reports for this month", 1),
    ("bicycle cellar key", 6, "theo noor luis", "Gate 4, left drawer", 3),
    ("payslip", 11, "theo tom hanna luis", "", 0),
    ("parental leave", 8, "jun sam maya", "", 0),
    ("parking Leeds", 5, "maya priya clara", "", 0),
    ("phone cover", 7, "ines tom noor", "-Care is covered from Berlin", 2),
    ("holiday calendar", 10, "hanna theo tom ines jun", "-The office in Porto is", 3),
    ("size label", 4, "hanna maya", "Three of our wool suppliers", 1),
    ("forklift licence", 3, "luis theo", "", 0),
    ("slow checkout", 5, "jun olu", "Deploys are back to normal", 1),
]


def fill(say: Callable[[str], None]) -> None:
    people = {person.get_username(): person for person in get_user_model()._default_manager.all()}
    for username, groups in SYNONYMS.items():
        for words in groups:
            synonyms.add(by=people[username], words=words.split(", "))
    for words, text in BETS.items():
        bets.place(by=people["priya"], words=words, document=_said(text))
    dice = Random(7)  # noqa: S311  made-up history needs no good dice
    made = sum(_ask(dice, people, *asked) for asked in ASKED)
    EnquiryKey.objects.all().delete()  # as after a month: nobody can find out who it was
    learn()
    keeping.keep()
    for row in MissedSearch.objects.open().filter(words__in=HANDED_OVER):
        missed.hand_over(by=people["priya"], missed=row, owner=people[HANDED_OVER[row.words]])
    wanted.want(by=people["maya"], words="parental leave", found=0)
    say(
        f"{made} searches of the last weeks, {MissedSearch.objects.open().count()} of them missed, "
        f"{len(BETS)} best bets, {sum(map(len, SYNONYMS.values()))} synonyms"
    )


def _said(text: str) -> Document:
    return Document.objects.filter(text__startswith=text).earliest("at")


def _ask(dice: Random, people: dict[str, Any], words: str, times: int, who: str, top: str, found: int) -> int:
    thing = _said(top.removeprefix("-")) if top else None
    for number in range(times):
        # Colleagues search on working days and more of them lately.
        ago = 1 + int(dice.triangular(0, DAYS - 2, 2))
        day = timezone.localdate() - timedelta(days=ago)
        day -= timedelta(days=max(0, day.weekday() - 4))
        enquiry = Enquiry(words=words, normal=normal_of(words), found=found)
        name = who.split()[number % len(who.split())]
        enquiry.asked(at=timezone.make_aware(datetime.combine(day, time())), by=people[name].pk)
        enquiry.person_id = None
        if thing:
            enquiry.top_kind, enquiry.top_number = thing.kind, thing.number
            enquiry.was_opened = number % 5 != 4 and not top.startswith("-")
        enquiry.save()
        if thing and enquiry.was_opened:
            Visit.objects.create(enquiry=enquiry, kind=thing.kind, number=thing.number, place=number % 3, at=enquiry.at)
    return times
