"""What people look for is noted as they meant it, and who it was is forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from intranet.audit.models import Entry
from search import documents, query, schedule
from search.asking import SIZE
from search.models import Document, Enquiry, EnquiryKey, Visit
from search.normal import normal_of
from tests.factories.search import BestBetFactory, EnquiryFactory
from tests.support import sign_in
from tests.support.learning import ENQUIRIES, asked, document, look
from tests.support.search import engines_know, results, say

pytestmark = pytest.mark.django_db


def later(clock, **passed) -> None:
    clock.shift(timedelta(**passed))


def found() -> dict[str, int]:
    """How much the words found together."""
    return dict(Enquiry.objects.values_list("words", "found"))


# --- Noting ----------------------------------------------------------------------------------------
def test_reading_results_notes_nothing_and_the_browser_that_rests_on_them_notes_one_enquiry(maya, lunch):
    assert len(results(sign_in(maya), "porto").all("li", "hit")) == 2
    assert asked() == []
    look(maya, "The lunch of PORTO team:care")
    [enquiry] = Enquiry.objects.all()
    assert (enquiry.words, enquiry.normal, enquiry.filters) == ("The lunch of PORTO", "lunch porto", "team:care")
    assert (enquiry.person, enquiry.found, enquiry.was_opened) == (maya, 0, False)
    look(maya, "porto")
    assert found() == {"The lunch of PORTO": 0, "porto": 2}
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
    assert found() == {"porto": 0}
    look(maya, "porto")
    look(maya, "porto by:nobody")
    assert found() == {"porto": 2}
    assert Enquiry.objects.get().top_kind == "update"


def test_words_that_are_typed_on_replace_those_before(maya, tom, lunch, clock):
    look(maya, "par")
    look(tom, "parc")  # noise: another person typing
    later(clock, seconds=20)
    look(maya, "parcels")
    later(clock, seconds=20)
    look(maya, "parcels porto")
    assert found() == {"parc": 0, "parcels porto": 1}
    later(clock, seconds=20)
    look(maya, "lunch")
    later(clock, seconds=31)
    look(maya, "lunch porto")
    assert asked() == ["lunch", "lunch porto", "parc", "parcels porto"]


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
    engines_know()
    look(stranger, "porto", secret)
    client = sign_in(stranger)
    for number in ("987654", "-1", "²", "x", "9" * 40, ""):
        assert client.post(ENQUIRIES, {"q": "porto", "kind": "update", "number": number}).status_code == 204
    assert not Visit.objects.exists()
    look(noor, "porto", secret)  # noise
    assert Visit.objects.count() == 1


def test_a_hit_for_a_word_that_was_being_typed_counts_as_opened(maya, team, engine, drained):
    documents.gather("team")
    drained()
    platform = document(team)
    look(maya, "platf", platform)
    assert not Visit.objects.exists(), "Finished, the word finds nothing"
    hit = {"q": "platf", "typing": "yes", "kind": "team", "number": platform.number, "place": 0}
    assert sign_in(maya).post(ENQUIRIES, hit).status_code == 204
    assert Visit.objects.get().number == platform.number


def test_a_hit_counts_as_opened_only_if_this_search_shows_it(maya, stranger, ines, lunch):
    another = say(ines, "Breakfast is at eight")
    engines_know()
    look(maya, "porto", document(another))
    look(maya, "porto breakfast by:tom", document(another))
    look(maya, "porto", lunch, place=SIZE)  # noise: it is on the first page, whatever is said
    assert [visit.number for visit in Visit.objects.all()] == [lunch.number]


def test_a_hit_of_the_second_page_counts_where_it_stands(maya, ines):
    for number in range(SIZE + 3):
        say(ines, f"Tea number {number}")
    engines_know()
    first, second = (
        [int(hit.attrs["data-number"]) for hit in results(sign_in(maya), "tea", start=start).all("li", "hit")]
        for start in (0, SIZE)
    )
    last = Document.objects.get(kind="update", number=second[-1])
    look(maya, "tea", last, place=0)
    assert not Visit.objects.exists()
    look(maya, "tea", last, place=SIZE + 2)
    look(maya, "tea", Document.objects.get(kind="update", number=first[0]), place=0)  # noise
    assert set(Visit.objects.values_list("number", "place")) == {(second[-1], SIZE + 2), (first[0], 0)}


def test_words_that_something_stands_on_top_for_are_not_words_that_find_nothing(maya, lunch):
    BestBetFactory(words="hot meals", document=lunch)
    look(maya, "meals hot")
    look(maya, "cold meals")  # noise
    assert found() == {"meals hot": 1, "cold meals": 0}
    look(maya, "hot meals", lunch, place=0)
    enquiry = Enquiry.objects.get(was_opened=True)
    assert (enquiry.words, enquiry.top_number) == ("meals hot", lunch.number)


def test_what_has_only_some_of_the_words_is_not_found_with_them(maya, lunch):
    look(maya, "porto football")
    look(maya, "porto lunch")  # noise
    assert found() == {"porto football": 0, "porto lunch": 1}


def test_a_long_question_is_not_taken_for_another_that_has_the_same_first_words(maya, lunch, clock):
    begin = " ".join(f"a{number:03}aaaaaa" for number in range(40))
    for last in ("zebra", "zebu", "zebra"):  # the third is the first again
        look(maya, f"{begin} {last}")
        later(clock, minutes=1)
    assert Enquiry.objects.count() == 2
    assert len(normal_of(f"{begin} zebra")) <= 300


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
    look(maya, "severance lunch", lunch)
    later(clock, hours=20)
    look(tom, "sick leave")
    turn(schedule.forget_who_asked)
    assert set(Enquiry.objects.values_list("person", flat=True)) == {maya.pk, tom.pk}  # noise: not yet
    later(clock, hours=4)
    turn(schedule.forget_who_asked)
    hers, his = Enquiry.objects.get(words="severance lunch"), Enquiry.objects.get(words="sick leave")
    assert (hers.words, hers.person) == ("severance lunch", None)
    assert his.person == tom
    midnight = datetime.combine(timezone.localdate() - timedelta(days=1), datetime.min.time(), UTC)
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
    [old, new] = Enquiry.objects.order_by("day").values_list("who", flat=True)
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


def test_nothing_stored_tells_in_which_order_people_asked(maya, tom, lunch, clock):
    """Beside the log of a web server, the order would name them all."""
    words = [f"lunch team {number}x" for number in range(10)]
    for number, typed in enumerate(words):
        look(maya if number % 2 else tom, typed, lunch)
        later(clock, minutes=1)
    later(clock, hours=25)
    turn(schedule.forget_who_asked)
    assert len(set(Enquiry.objects.values_list("at", flat=True))) == 1
    for rows, name in ((Enquiry.objects, "words"), (Visit.objects, "enquiry__words")):
        stored = list(rows.order_by("pk").values_list(name, flat=True))
        assert sorted(stored) == words
        assert stored != words
