"""After a day nothing stored says who looked for what, but for what somebody asked to be kept and can take back.

All tables there are, are looked at, and what they lead to: one that is made tomorrow is looked at tomorrow.
"""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone

from intranet.notifications.models import Notice
from search import schedule
from search.models import MissedSearch, Wanted
from tests.factories import PersonFactory
from tests.factories.search import SynonymFactory
from tests.support import page, sign_in
from tests.support.learning import document, look
from tests.support.search import engines_know, say
from tests.support.stored import everything_kept, links, traces

pytestmark = pytest.mark.django_db
WAITING, ENQUIRIES = "/search/waiting/", "/search/enquiries/"
WORDS = ("severance", "quartz")


@pytest.fixture
def readers(db):
    names = [(7_700_000 + number, f"zebedee{number}", f"Zebedee Quill {number}") for number in range(4)]
    return [PersonFactory(pk=pk, username=username, name=name) for pk, username, name in names]


def rows_with_words() -> list[tuple[str, str]]:
    """Everything kept in which the words stand.

    But for the index: it is made of documents, which name people and say these words beside each other.
    """
    kept = [(place, text) for place, texts in everything_kept().items() for text in texts]
    found = [(place, text) for place, text in kept if any(word[:5] in text.lower() for word in WORDS)]
    return [(place, text) for place, text in found if not place.startswith("file search/")]


def turns() -> None:
    engines_know()
    schedule.forget_who_asked.func()
    schedule.learn_what_is_said.func()
    schedule.see_to_missed.func()


@pytest.fixture
def asked(company, priya, ines, readers, clock):
    """Readers look for something, open what they find, say that it did not help, and one of them waits."""
    found = document(say(ines, "Quartz clocks are in the cellar"))
    engines_know()
    for reader in readers:
        client = sign_in(reader)
        for address in ("/search/", "/search/facets/", "/search/suggestions/"):
            assert client.get(address, {"q": "severance pay"}).status_code == 200
        look(reader, "severance pay")
        look(reader, "quartz clocks", found)
        sign_in(reader).post(ENQUIRIES, {"in_vain": "quartz clocks"})
    sign_in(readers[0]).post(WAITING, {"q": "severance pay"})
    assert "severance pay" in page(sign_in(readers[0]).get(WAITING)).text
    turns()


def test_after_a_day_only_what_was_asked_to_be_kept_names_who_looked(asked, readers, clock):
    assert traces(readers, rows_with_words()), "Until then it is known"  # noise
    clock.shift(timedelta(hours=25))
    turns()
    assert MissedSearch.objects.count() == 2, "It was seen to"
    beside = ("severance pay", "pay sever", "clock quartz", "quartz clocks")
    assert traces(readers, rows_with_words(), *beside) == ["table search_wanted"]
    assert traces(readers[1:], rows_with_words(), *beside) == []
    assert links(readers[1:], ("sever", "quart")) == []


def test_whoever_takes_back_what_they_wait_for_leaves_no_trace(asked, readers, clock):
    clock.shift(timedelta(hours=25))
    sign_in(readers[0]).post(f"{WAITING}{Wanted.objects.get().pk}/", {"_method": "delete"})
    turns()
    assert traces(readers, rows_with_words()) == []
    assert links(readers, ("sever", "quart")) == []


def test_whoever_was_told_leaves_no_trace_either(asked, readers, priya, clock):
    clock.shift(timedelta(hours=25))
    answer = document(say(priya, "Pay when one leaves"))
    engines_know()
    row = MissedSearch.objects.get(words="severance pay")
    sign_in(priya).post(f"/search/missed/{row.pk}/best-bet/", {"thing": f"update:{answer.number}"})
    turns()
    assert not Wanted.objects.exists()
    assert Notice.objects.get(kind="search.answered").to == readers[0]  # noise
    assert traces(readers, rows_with_words()) == []
    assert links(readers, ("sever", "quart")) == []


def test_a_name_beside_the_words_would_be_found(asked, readers, clock):
    """Noise for the tests above."""
    clock.shift(timedelta(hours=25))
    turns()
    MissedSearch.objects.filter(words="severance pay").update(owner=readers[2], given_at=timezone.now())
    assert traces(readers[1:], rows_with_words()) == ["table search_missedsearch"]


def test_it_would_be_found_in_a_new_table_in_a_session_and_where_one_row_leads_to_the_other(asked, readers, clock):
    """Noise for the tests above."""
    clock.shift(timedelta(hours=25))
    turns()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made_tomorrow (person integer, words varchar(80))")
        cursor.execute("INSERT INTO made_tomorrow VALUES (%s, %s)", [readers[2].pk, "severance pay"])
    session = SessionStore()
    session.update({"person": readers[2].pk, "looked for": "severance pay"})
    session.save()
    assert traces(readers[1:], rows_with_words()) == ["sessions", "table made_tomorrow"]
    assert links(readers[1:], ("sever", "quart")) == []
    SynonymFactory(words=["severance", "parting"], by=readers[2])
    assert links(readers[1:], ("sever", "quart")) == ["search_synonymword → search_synonym"]
