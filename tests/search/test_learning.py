"""What people look for is noted without keeping who it was, and read by those who see to it that it is found."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from intranet.audit.models import Entry
from intranet.people.models import Role
from microblog.actions import updates
from search import learned, query, schedule
from search.models import Document, Enquiry, EnquiryKey, Saying, Visit
from tests.factories import PersonFactory
from tests.factories.search import EnquiryFactory
from tests.support import page, sign_in
from tests.support.search import engines_know, results, say

pytestmark = pytest.mark.django_db
ENQUIRIES, LEARNING = "/search/enquiries/", "/search/learning/"
NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)


@pytest.fixture
def priya(db):
    """Does the communications."""
    return PersonFactory(username="priya", name="Priya Raman", role=Role.COMMUNICATIONS)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def later(clock, **passed) -> None:
    clock.shift(timedelta(**passed))


def look(person, typed: str, hit: Document | None = None, place: int = 0):
    """What her browser tells when results have come to rest, or when she opens one."""
    opened = {"kind": hit.kind, "number": hit.number, "place": place} if hit else {}
    response = sign_in(person).post(ENQUIRIES, {"q": typed, **opened})
    assert (response.status_code, response.content) == (204, b"")


def document(of) -> Document:
    return Document.objects.get(kind=of._meta.model_name, number=of.pk)


def asked() -> list[str]:
    """The words in the order in which they were asked."""
    return list(Enquiry.objects.order_by("pk").values_list("words", flat=True))


def found() -> list[int]:
    """How much each of them found."""
    return list(Enquiry.objects.order_by("pk").values_list("found", flat=True))


def several(words: str, count: int = 3, **about) -> None:
    for _ in range(count):
        EnquiryFactory(words=words, **about)


def section(client, title: str, days: int = 30) -> tuple[list[str], str]:
    """The words that a list of the page names, and the sentences under its heading."""
    tree = page(client.get(LEARNING, {"days": days}))
    [one] = [each for each in tree.all("section") if [h2.text for h2 in each.all("h2")] == [title]]
    return [word.text for word in one.all("b")], " ".join(each.text for each in one.all("p"))


@pytest.fixture
def lunch(ines, tom):
    """Something to find, and noise."""
    lunch = say(ines, "Lunch in Porto is at noon")
    say(tom, "Noise about parcels in Porto")
    engines_know()
    return document(lunch)


# --- Noting ----------------------------------------------------------------------------------------
def test_reading_results_notes_nothing_and_the_browser_that_rests_on_them_notes_one_enquiry(maya, lunch):
    assert len(results(sign_in(maya), "porto").all("li", "hit")) == 2
    assert asked() == []
    look(maya, "The lunch of PORTO team:care")
    [enquiry] = Enquiry.objects.all()
    assert (enquiry.words, enquiry.normal, enquiry.filters) == ("The lunch of PORTO", "lunch porto", "team:care")
    assert (enquiry.person, enquiry.found, enquiry.was_opened) == (maya, 0, False)
    look(maya, "porto")
    assert found() == [0, 2]
    assert not Entry.objects.filter(by_id=maya.pk).exists(), "The trail says nothing of searches"


@pytest.mark.parametrize("typed", ["", "   ", "by:tom", "-lunch", "?!", "a" * (query.LONGEST + 1)])
def test_what_is_no_search_is_not_noted(maya, lunch, typed):
    look(maya, typed)
    assert asked() == []


def test_nobody_notes_by_opening_an_address(maya, lunch):
    assert sign_in(maya).get(ENQUIRIES, {"q": "porto"}).status_code == 405
    assert asked() == []


def test_the_same_words_within_ten_minutes_are_the_same_enquiry(maya, tom, lunch, clock):
    look(maya, "lunch porto")
    later(clock, minutes=9)
    look(maya, "Porto lunches")
    look(tom, "lunch porto")  # noise: somebody else
    assert asked() == ["lunch porto", "lunch porto"]
    later(clock, minutes=2)
    look(maya, "lunch porto")
    assert len(asked()) == 3


def test_narrowing_what_was_found_does_not_make_it_nothing(maya, lunch):
    look(maya, "porto by:nobody")
    assert found() == [0]
    look(maya, "porto")
    look(maya, "porto by:nobody")
    assert found() == [2]
    assert Enquiry.objects.get().top_kind == "update"


def test_words_that_are_typed_on_replace_those_before(maya, tom, lunch, clock):
    look(maya, "par")
    look(tom, "parc")  # noise: another person typing
    later(clock, seconds=20)
    look(maya, "parcels")
    later(clock, seconds=20)
    look(maya, "parcels porto")
    assert asked() == ["parcels porto", "parc"]
    assert found()[1] == 0
    later(clock, seconds=20)
    look(maya, "lunch")
    later(clock, seconds=31)
    look(maya, "lunch porto")
    assert asked() == ["parcels porto", "parc", "lunch", "lunch porto"]


def test_words_that_led_somewhere_are_not_replaced(maya, lunch, clock):
    look(maya, "lunch", lunch)
    look(maya, "lunch porto")
    assert asked() == ["lunch", "lunch porto"]


def test_half_typed_words_do_not_stay_beside_those_that_were_there_before(maya, lunch, clock):
    look(maya, "lunch porto")
    later(clock, minutes=5)
    look(maya, "lun")
    look(maya, "lunch porto")
    assert asked() == ["lunch porto"]


def test_a_hit_that_is_opened_is_a_visit_once(maya, lunch):
    look(maya, "porto")
    look(maya, "porto", lunch, place=1)
    look(maya, "porto", lunch, place=0)
    [visit] = Visit.objects.all()
    assert (visit.kind, visit.number, visit.place) == ("update", lunch.number, 1)
    assert visit.enquiry == Enquiry.objects.get(was_opened=True)


def test_nobody_visits_what_they_may_not_see_or_what_is_not_there(stranger, noor, closed_team, lunch):
    secret = document(say(noor, "Porto closes", closed_team))
    look(stranger, "porto", secret)
    client = sign_in(stranger)
    for number in ("987654", "-1", "²", "x", "9" * 40, ""):
        assert client.post(ENQUIRIES, {"q": "porto", "kind": "update", "number": number}).status_code == 204
    assert not Visit.objects.exists()
    look(noor, "porto", secret)  # noise
    assert Visit.objects.count() == 1


def test_no_machine_fills_the_house_with_enquiries(maya, tom, lunch, monkeypatch):
    monkeypatch.setattr("search.actions.enquiries.MOST", 5)
    for number in range(9):
        look(maya, f"number{number} of a robot")
    assert len(asked()) == 5
    look(tom, "lunch")
    assert len(asked()) == 6


# --- Forgetting ------------------------------------------------------------------------------------
def turn(task) -> int:
    return task.func()


def test_after_a_day_nothing_stored_links_words_to_a_person(maya, tom, lunch, clock):
    look(maya, "severance pay", lunch)
    later(clock, hours=20)
    look(tom, "sick leave")
    turn(schedule.forget_who_asked)
    assert set(Enquiry.objects.values_list("person", flat=True)) == {maya.pk, tom.pk}  # noise: not yet
    later(clock, hours=4)
    turn(schedule.forget_who_asked)
    hers, his = Enquiry.objects.order_by("pk")
    assert (hers.words, hers.person) == ("severance pay", None)
    assert his.person == tom
    midnight = NOON.replace(hour=0)
    assert hers.at == Visit.objects.get().at == midnight, "The second would stand beside her name in a log"
    assert maya.username not in str(list(Enquiry.objects.filter(pk=hers.pk).values()))


def test_when_the_month_is_over_nobody_can_find_out_who_asked(maya, lunch, clock):
    look(maya, "severance pay")
    [enquiry], [key] = Enquiry.objects.all(), EnquiryKey.objects.all()
    assert enquiry.who == key.sign(maya.pk, "pay sever")  # noise: until then one who has the database could
    later(clock, days=25)
    look(maya, "severance pay")
    turn(schedule.forget_who_asked)
    assert [each.month.isoformat() for each in EnquiryKey.objects.all()] == ["2026-06-01"]
    [old, new] = Enquiry.objects.order_by("pk").values_list("who", flat=True)
    assert old != new
    assert EnquiryKey.objects.get().sign(maya.pk, "pay sever") == new


def test_what_two_people_asked_cannot_be_told_from_each_others_other_words(maya):
    first, second = EnquiryFactory(words="pay", person=maya), EnquiryFactory(words="leave", person=maya)
    assert first.who != second.who
    assert EnquiryFactory(words="Pay", person=maya).who == first.who  # noise


def test_after_400_days_what_was_asked_is_gone(lunch, clock):
    EnquiryFactory(words="old", days_ago=401, opened=lunch)
    EnquiryFactory(words="not so old", days_ago=399)
    turn(schedule.forget_who_asked)
    assert asked() == ["not so old"]
    assert not Visit.objects.exists()


# --- Learning --------------------------------------------------------------------------------------
def test_communications_and_administrators_learn_and_nobody_else(priya, clara, olu, maya):
    for person, status in ((priya, 200), (clara, 200), (olu, 403), (maya, 403)):
        client = sign_in(person)
        assert client.get(LEARNING).status_code == status
        rail = page(client.get("/")).first("nav", "rail")
        assert ("Searches" in rail.text) == (person != maya)


def test_the_page_names_what_three_people_asked_and_counts_the_others(priya, maya, lunch):
    several("parental leave")
    several("Parental leaves", 2)
    several("salary of tom", 2)
    several("visa", 5, person=maya)  # one person, again and again
    several("lunch porto", 3, opened=lunch)
    several("porto", 4, top=lunch)
    client = sign_in(priya)
    assert section(client, "Nothing found") == (
        ["parental leave"],
        "5 times by 5 people · last on " + timezone.localdate().strftime("%-d %b")
        + " And 7 other searches for words that fewer than three people asked for.",
    )  # fmt: skip
    assert section(client, "Found, but not opened")[0] == ["porto"]
    assert section(client, "Most asked")[0] == ["parental leave", "porto", "lunch porto"]
    text = page(client.get(LEARNING)).text
    assert "salary" not in text
    assert "visa" not in text
    assert "19 searches in 30 days: 3 led somewhere, 4 found something that nobody opened, 12 found nothing." in text


def test_people_are_counted_within_a_month_because_the_key_changes(priya, maya, tom, clock):
    for ago in (0, 20):
        for person in (maya, tom):
            EnquiryFactory(words="night shift", person=person, days_ago=ago)
    assert section(sign_in(priya), "Nothing found") == (
        [],
        "No words found nothing for three people or more. 4 searches for words that fewer than three people asked for.",
    )
    EnquiryFactory(words="night shift", days_ago=20)
    assert section(sign_in(priya), "Nothing found")[0] == ["night shift"]
    assert "5 times by 3 people" in section(sign_in(priya), "Nothing found")[1]


def test_a_word_from_a_closed_team_does_not_get_out(priya, clara, noor, closed_team, lunch):
    secret = document(say(noor, "Severance is three months", closed_team))
    several("severance", 4, opened=secret)
    several("lunch", 3, opened=lunch)
    assert section(sign_in(priya), "Most asked") == (
        ["lunch"],
        "3 times by 3 people · last on " + timezone.localdate().strftime("%-d %b")
        + " And 4 other searches for words that fewer than three people asked for.",
    )  # fmt: skip
    assert section(sign_in(clara), "Most asked")[0] == ["severance", "lunch"]  # noise: who sees everything


def test_one_chooses_how_far_back(priya):
    several("yesterday", days_ago=1)
    several("last month", days_ago=35)
    client = sign_in(priya)
    assert section(client, "Nothing found")[0] == ["yesterday"]
    for days, words in ((7, ["yesterday"]), (90, ["last month", "yesterday"]), ("²", ["yesterday"])):
        assert section(client, "Nothing found", days)[0] == words
    rows = page(client.get(LEARNING, {"days": 7})).first("tbody").all("tr")
    assert [row.all("td")[0].text for row in rows] == ["0", "3", "0", "0", "0", "0", "0"]
    picture = page(client.get(LEARNING, {"days": 90})).first("figure").first("svg")
    assert picture.attrs["aria-label"] == "Searches on each of 90 days, at most 3 on one."
    assert len(picture.all("g")) == 90


def test_before_anybody_searches_the_page_says_what_it_is_for(priya):
    main = page(sign_in(priya).get(LEARNING)).first("main")
    assert "Nobody has searched in these days." in main.text
    assert not main.all("table")


def test_each_row_leads_to_the_forms_with_its_words(priya):
    several("parental leave")
    client = sign_in(priya)
    tree = page(client.get(LEARNING))
    synonym, bet = (link.attrs["href"] for link in tree.first("div", "buttons").all("a"))
    assert page(client.get(synonym)).first("textarea").raw.strip() == "parental leave"
    form = page(client.get(bet)).first("main").form("/search/best-bets/new/")
    assert (form["words"], form["find"]) == ("parental leave", "parental leave")


# --- What is offered to others ---------------------------------------------------------------------
def test_words_by_which_three_people_found_something_are_offered_to_others(maya, lunch, clock):
    several("Lunch time", 3, opened=lunch)
    several("lunches time", 1, opened=lunch)
    several("lunatic", 2, opened=lunch)  # two people
    several("lunar", 3, top=lunch)  # nobody opened anything
    several("lungs", 4)  # nothing was found
    several("lunge", 3, opened=lunch, days_ago=95)
    assert learned.said_before("lun", maya) == []  # not learned yet
    assert turn(schedule.learn_what_is_said) == 1
    assert learned.said_before("  LUN", maya) == ["Lunch time"]
    assert learned.said_before("lunch t", maya) == ["Lunch time"]
    assert learned.said_before("", maya) == learned.said_before("time", maya) == []
    assert learned.words_like("lunhc", maya) == [("lunch", 4)]
    assert learned.words_like("", maya) == learned.words_like("lu", maya) == []


def test_words_from_a_closed_team_are_offered_to_its_members_alone(maya, stranger, noor, closed_team, lunch):
    secret = document(say(noor, "Severance is three months", closed_team))
    several("severance", 4, opened=secret)
    several("several lunches", 3, opened=lunch)
    turn(schedule.learn_what_is_said)
    assert learned.said_before("sever", maya) == ["severance", "several lunches"]
    assert learned.said_before("sever", stranger) == ["several lunches"]
    assert [word for word, _ in learned.words_like("severamce", stranger)] == ["several"]
    assert [word for word, _ in learned.words_like("severamce", maya)] == ["severance", "several"]


def test_words_that_also_led_to_something_closed_are_offered_to_those_who_may_see_all_of_it(
    maya, stranger, noor, closed_team, lunch
):
    secret = document(say(noor, "Project Falcon ends in May", closed_team))
    several("project falcon", 3, opened=secret)
    several("project falcon", 4, opened=lunch)  # somebody opened another thing, too
    several("project lunch", 3, opened=lunch)
    turn(schedule.learn_what_is_said)
    assert learned.said_before("project", maya) == ["project falcon", "project lunch"]
    assert learned.said_before("project", stranger) == ["project lunch"]
    assert learned.words_like("falkon", stranger) == []
    assert [word for word, _ in learned.words_like("falkon", maya)] == ["falcon"]


def test_words_are_offered_no_more_when_all_they_led_to_is_gone(maya, noor, lunch):
    taken_back = say(noor, "Breakfast is at eight")
    several("breakfast", 3, opened=document(taken_back))
    several("breakfast room", 3, opened=lunch)
    updates.retract(by=noor, update=taken_back)
    assert turn(schedule.learn_what_is_said) == 1
    assert learned.said_before("break", maya) == ["breakfast room"]


def test_what_is_no_longer_said_is_no_longer_offered(maya, lunch, clock, django_assert_num_queries):
    several("lunch time", opened=lunch)
    turn(schedule.learn_what_is_said)
    assert Saying.objects.count() == 1
    learned.said_before("lun", maya)  # her teams are read once a request
    with django_assert_num_queries(1):
        learned.said_before("lun", maya)
    later(clock, days=91)
    turn(schedule.learn_what_is_said)
    assert not Saying.objects.exists()
