"""What several people look for in vain becomes somebody's to see to, and ends when the words lead somewhere."""

from datetime import timedelta

import pytest

from intranet.audit.models import Entry
from intranet.notifications.models import Notice
from search import missed_forms, schedule
from search.actions import missed as actions
from search.models import MissedSearch, Wanted
from search.models.missed import How
from tests.factories import ArticleFactory, PersonFactory
from tests.factories.search import EnquiryFactory
from tests.support import page, sign_in
from tests.support.learning import document, look, several
from tests.support.search import engines_know, results, say

pytestmark = pytest.mark.django_db
MISSED, WAITING = "/search/missed/", "/search/waiting/"


def turn() -> int:
    engines_know()
    return schedule.see_to_missed.func()


def missed(**about) -> MissedSearch:
    return MissedSearch.objects.get(**about)


def listed(person, show: str = "") -> list[str]:
    tree = page(sign_in(person).get(MISSED, {"show": show})).first("main")
    return [row.text for row in tree.all("b")]


def at(row: MissedSearch, name: str) -> str:
    return f"{MISSED}{row.pk}/{name}/"


@pytest.fixture
def three(maya, tom, ines):
    """Three people who look for a place to park in Leeds, one for something else."""
    look(PersonFactory(), "yoga")  # noise
    for person in (maya, tom, ines):
        look(person, "parking Leeds")
    return maya, tom, ines


@pytest.fixture
def parking(company, priya, three) -> MissedSearch:
    turn()
    return missed()


# --- From three people to one who sees to it ----------------------------------------------------------
def test_three_people_who_find_nothing_make_one_missed_search_and_two_make_none(company, priya, maya, tom, ines):
    for person in (maya, tom, maya):
        look(person, "parking Leeds")
    several("yoga", 1)  # noise
    assert turn() == 0
    look(ines, "Leeds parking")
    assert turn() == 0, "Two people typed it so, one otherwise"
    look(PersonFactory(), "parking leeds")
    assert (turn(), turn()) == (1, 1)
    found = missed()
    assert (found.words.lower(), found.people, found.owner, found.given_by) == ("parking leeds", 4, priya, None)
    assert listed(priya) == [found.words]


def test_what_was_found_but_not_opened_and_what_did_not_help_are_missed_too(company, priya, lunch):
    several("lunch porto", top=lunch)
    several("noise parcels", 2, top=lunch)
    several("noise parcels", 1, opened=lunch)  # noise: one of three was helped
    several("lunch noon", opened=lunch, was_in_vain=True)
    several("breakfast", opened=lunch)  # noise
    assert turn() == 2
    assert sorted(listed(priya)) == ["lunch noon", "lunch porto"]


def test_words_that_more_people_are_helped_by_than_not_are_not_missed(company, priya, lunch):
    several("lunch porto", top=lunch)
    several("lunch porto", 4, opened=lunch)
    several("parking Leeds")  # noise
    turn()
    assert listed(priya) == ["parking Leeds"]


def test_what_was_missed_long_ago_or_in_different_months_is_not(company, priya, clock):
    several("old things", days_ago=31)
    several("two months", 2)
    several("two months", 2, days_ago=15)
    several("this month", 3)  # noise
    turn()
    assert listed(priya) == ["this month"]


def test_a_button_says_that_nothing_helped_though_something_was_opened(company, priya, maya, tom, ines, lunch):
    for person in (maya, tom, ines):
        look(person, "lunch porto", lunch)
    assert turn() == 0
    for person in (maya, tom, ines):
        client = sign_in(person)
        button = results(client, "lunch porto").first("button", name="in_vain")
        response = client.post(button.attrs["formaction"], {"in_vain": button.attrs["value"]})
        assert "Thank you" in page(client.get(response["Location"])).text
    assert turn() == 1
    assert listed(priya) == ["lunch porto"]


def test_words_that_are_nearly_the_same_make_one_missed_search(company, priya):
    several("parking permits", 4)
    several("parkking permits")
    several("yoga classes", 4)
    several("joga classes")  # noise: too short to be taken for the same
    turn()
    assert sorted(listed(priya)) == ["joga classes", "parking permits", "yoga classes"]


# --- Whose it is -------------------------------------------------------------------------------------
def test_whoever_owns_what_is_nearest_is_asked_and_told(company, priya, maya, tom, stranger):
    article = ArticleFactory(title="Parking in Porto", owner=tom)
    ArticleFactory(title="Yoga", owner=maya)  # noise
    engines_know()
    for person in (priya, maya, stranger):
        look(person, "parking leeds")
    turn()
    found = missed()
    assert found.owner == tom
    assert set(found.things.values_list("kind", "number")) == {("article", article.pk)}
    assert [(notice.to, notice.kind) for notice in Notice.objects.all()] == [(tom, "search.missed")]
    assert listed(tom) == listed(priya) == ["parking leeds"]
    assert listed(maya) == []
    assert sign_in(maya).get(f"{MISSED}{found.pk}/").status_code == 404


def test_words_that_led_to_something_closed_go_to_whoever_may_know_them_or_to_nobody(
    company, priya, clara, noor, maya, tom, closed_team
):
    ArticleFactory(title="Falcon ends in May", owner=noor, team=closed_team)
    engines_know()
    for person in (noor, maya, PersonFactory()):
        look(person, "falcon bonus")
    turn()
    assert missed().owner == noor
    assert listed(noor) == listed(clara) == ["falcon bonus"]
    assert listed(priya) == listed(tom) == []


def test_who_may_no_longer_know_the_words_loses_them_at_once(company, priya, clara, noor, closed_team, parking):
    assert listed(priya) == ["parking Leeds"]
    say(noor, "Parking ends", closed_team)
    engines_know()
    look(noor, "parking leeds")
    assert listed(priya) == []
    turn()
    assert missed().owner == clara


def test_it_is_handed_to_somebody_who_may_know_the_words(priya, noor, stranger, closed_team, parking):
    client = sign_in(priya)
    assert client.post(at(parking, "owner"), {"owner": "nobody"}).status_code == 422
    client.post(at(parking, "owner"), {"owner": "@Stranger"})
    parking.refresh_from_db()
    assert (parking.owner, parking.given_by) == (stranger, priya)
    assert listed(stranger) == ["parking Leeds"]
    assert Notice.objects.get(to=stranger, kind="search.missed").by == priya
    turn()
    parking.refresh_from_db()
    assert parking.owner == stranger, "It stays with whom it was given to"


def test_it_cannot_be_handed_to_somebody_who_may_not(company, clara, noor, maya, tom, closed_team):
    ArticleFactory(title="Falcon ends in May", owner=noor, team=closed_team)
    engines_know()
    for person in (noor, maya, PersonFactory()):
        look(person, "falcon bonus")
    turn()
    response = sign_in(noor).post(at(missed(), "owner"), {"owner": "tom"})
    assert response.status_code == 422
    assert "cannot be given" in page(response).text
    assert missed().owner == noor


# --- Four ways to end it -----------------------------------------------------------------------------
def test_writing_the_article_ends_it(priya, tom, parking):
    show = page(sign_in(priya).get(parking.get_absolute_url()))
    assert "/wiki/new/?title=parking+Leeds" in [link.attrs.get("href") for link in show.all("a")]
    say(tom, "Does anybody know about parking in Leeds?")
    assert turn() == 1, "A question is no answer"
    article = ArticleFactory(title="Parking in Leeds", owner=tom)
    assert turn() == 0
    parking.refresh_from_db()
    assert (parking.how, parking.number, parking.ended_by) == ("written", article.pk, None)
    assert listed(priya) == []
    assert listed(priya, "ended") == ["parking Leeds"]


def test_a_synonym_ends_it(priya, ines, parking):
    client = sign_in(priya)
    say(ines, "Where to leave cars in Leeds")
    assert client.post(at(parking, "synonym"), {"same": "parking Leeds"}).status_code == 422
    assert client.post(at(parking, "synonym"), {"same": "cars Leeds"}).status_code == 302
    parking.refresh_from_db()
    assert (parking.how, parking.ended_by) == ("synonym", priya)
    assert Entry.objects.get(action="missed.synonym").by_name == "Priya Raman"
    assert "Leeds" not in str(Entry.objects.filter(action__startswith="missed").values()), "The trail keeps no words"


def test_something_on_top_ends_it(priya, ines, parking):
    cars = document(say(ines, "Where to leave cars"))
    engines_know()
    client = sign_in(priya)
    button = page(client.get(parking.get_absolute_url(), {"find": "cars"})).first("button", name="thing")
    assert client.post(at(parking, "best-bet"), {"thing": "update:987654"}).status_code == 422
    assert client.post(at(parking, "best-bet"), {"thing": button.attrs["value"]}).status_code == 302
    parking.refresh_from_db()
    assert (parking.how, parking.number, parking.ended_by) == ("bet", cars.number, priya)
    assert "cars" in results(client, "parking leeds").first("li", "hit").text


def test_what_those_who_tune_do_elsewhere_ends_it_too(olu, ines, parking):
    say(ines, "Where to leave cars in Leeds")
    assert turn() == 1
    sign_in(olu).post("/search/synonyms/new/", {"words": "parking, cars"})
    assert turn() == 0
    parking.refresh_from_db()
    assert (parking.how, parking.ended_by) == ("synonym", olu)


def test_it_ends_by_itself_when_somebody_opens_what_the_words_find(ines, stranger, parking):
    cars = document(say(ines, "Parking cars in Leeds"))
    assert turn() == 1
    look(stranger, "parking leeds", cars)
    assert turn() == 0
    parking.refresh_from_db()
    assert (parking.how, parking.kind, parking.number) == ("opened", "update", cars.number)


def test_what_is_dismissed_needs_a_reason_and_rests_unless_twice_as_many_miss_it(clock, priya, parking):
    client = sign_in(priya)
    assert client.post(at(parking, "dismissal"), {"why": "", "reason": " "}).status_code == 422
    assert client.post(at(parking, "dismissal"), {"why": "not-ours"}).status_code == 302
    parking.refresh_from_db()
    assert (parking.how, parking.reason, parking.ended_by) == ("dismissed", "This is not for us to answer", priya)
    clock.shift(timedelta(days=2))
    several("parking Leeds", 5)
    assert turn() == 0
    several("parking Leeds", 1)
    assert turn() == 1, "Twice as many"


@pytest.mark.parametrize("way", ["dismissal", "synonym"])
def test_who_is_slower_reads_that_somebody_else_has_seen_to_it(priya, ines, parking, monkeypatch, way):
    say(ines, "Where to leave cars in Leeds")

    def is_valid(form):
        actions.end(by=ines, missed=parking, how=How.OPENED)
        return type(form).__mro__[1].is_valid(form)

    for form in (missed_forms.DismissForm, missed_forms.SameForm):
        monkeypatch.setattr(form, "is_valid", is_valid)
    client = sign_in(priya)
    said = page(client.post(at(parking, way), {"reason": "Nobody parks", "same": "cars Leeds"}, follow=True)).text
    assert "Somebody else has seen to it in the meantime" in said
    assert "Dismissed." not in said
    assert "It is done" not in said
    assert missed().ended_by == ines


def test_what_was_dismissed_comes_back_after_ninety_days(clock, priya, parking):
    sign_in(priya).post(at(parking, "dismissal"), {"reason": "Nobody parks"})
    clock.shift(timedelta(days=91))
    several("parking Leeds")
    assert turn() == 1


def test_what_has_ended_comes_back_only_for_those_who_miss_it_since(clock, priya, tom, parking):
    clock.shift(timedelta(hours=1))
    ArticleFactory(title="Parking in Leeds", owner=tom)
    assert (turn(), turn()) == (0, 0)
    clock.shift(timedelta(days=1))
    several("parking Leeds", 2)
    assert turn() == 0
    several("parking Leeds", 1)
    assert turn() == 1


def test_only_who_is_asked_and_those_who_communicate_may_end_it(priya, olu, maya, parking):
    for person in (olu, maya):
        for name in ("synonym", "best-bet", "dismissal", "owner"):
            sent = {"same": "x", "reason": "x", "owner": "maya"}
            assert sign_in(person).post(at(parking, name), sent).status_code == 404
    assert missed().ended_at is None
    sign_in(priya).post(at(parking, "dismissal"), {"reason": "x"})  # noise
    assert sign_in(priya).post(at(parking, "dismissal"), {"reason": "again"}).status_code == 403


def test_words_of_something_closed_are_not_told_to_those_who_tune(company, noor, maya, closed_team):
    ArticleFactory(title="Falcon ends in May", owner=noor, team=closed_team)
    engines_know()
    for person in (noor, maya, PersonFactory()):
        look(person, "falcon bonus")
    turn()
    client = sign_in(noor)
    assert "Add the synonym" not in page(client.get(missed().get_absolute_url())).text
    assert client.post(at(missed(), "synonym"), {"same": "eagle"}).status_code == 403
    assert client.post(at(missed(), "best-bet"), {"thing": "article:1"}).status_code == 403


def test_a_list_of_missed_searches_asks_as_often_for_many_as_for_few(company, priya, flat):
    def grow():
        for number in range(12):
            several(f"subject{number}x")
        turn()

    several("parking Leeds")
    turn()
    client = sign_in(priya)
    flat(grow, {"missed": lambda: client.get(MISSED), "ended": lambda: client.get(MISSED, {"show": "ended"})})
    assert len(listed(priya)) == 13


# --- Tell me when there is an answer -------------------------------------------------------------------
def wait(person, words: str) -> None:
    client = sign_in(person)
    button = results(client, words).first("button", name="q", formaction=WAITING)
    assert client.post(WAITING, {"q": button.attrs["value"]}).status_code == 302


def waits(person) -> list[str]:
    return [row.text for row in page(sign_in(person).get(WAITING)).first("main").all("b")]


def told(person) -> list[str]:
    return list(Notice.objects.filter(to=person).values_list("kind", flat=True))


def test_whoever_waits_is_told_when_the_article_is_written(priya, maya, tom, stranger, parking):
    wait(maya, "parking in Leeds?")
    wait(maya, "Leeds parking")
    wait(stranger, "yoga")  # noise
    assert waits(maya) == ["parking in Leeds?"]
    assert waits(tom) == []
    turn()
    assert told(maya) == []
    article = ArticleFactory(title="Parking in Leeds", owner=tom)
    turn()
    assert told(maya) == ["search.answered"]
    assert Notice.objects.get(to=maya).about == document(article).pk
    assert waits(maya) == []
    assert (told(stranger), waits(stranger)) == ([], ["yoga"])
    turn()
    assert told(maya) == ["search.answered"], "Once"


def test_who_wants_no_such_notices_just_now_goes_on_waiting_and_is_told_when_they_do(maya, tom, parking):
    for person in (maya, tom):
        wait(person, "parking in Leeds?")
    sign_in(maya).post("/notices/wishes/", {"wanted": "person.followed"})
    ArticleFactory(title="Parking in Leeds", owner=tom)
    turn()
    assert (told(maya), waits(maya)) == ([], ["parking in Leeds?"])
    assert (told(tom), waits(tom)) == (["search.answered"], [])
    sign_in(maya).post("/notices/wishes/", {"wanted": "search.answered"})
    ArticleFactory(title="Noise", owner=tom)  # the search is tried again when something was written
    turn()
    assert (told(maya), waits(maya)) == (["search.answered"], [])


def test_whoever_waits_is_told_of_a_synonym_and_of_what_was_put_on_top(priya, ines, maya, tom, parking):
    several("yoga")
    wait(maya, "parking Leeds")
    wait(tom, "yoga")
    say(ines, "Where to leave cars in Leeds")
    sports = document(say(ines, "Sports on Tuesdays"))
    turn()
    assert (told(maya), told(tom)) == ([], [])
    client = sign_in(priya)
    client.post(at(parking, "synonym"), {"same": "cars Leeds"})
    client.post(at(missed(words="yoga"), "best-bet"), {"thing": f"update:{sports.number}"})
    turn()
    assert (told(maya), told(tom)) == (["search.answered"], ["search.answered"])
    assert Notice.objects.get(to=tom).about == sports.pk


def test_nobody_is_told_of_an_answer_that_is_closed_to_them(company, noor, maya, stranger, closed_team):
    for person in (maya, stranger):
        wait(person, "parking Leeds")
    ArticleFactory(title="Parking in Leeds", owner=noor, team=closed_team)
    turn()
    assert (told(maya), told(stranger)) == (["search.answered"], [])
    assert waits(stranger) == ["parking Leeds"]


def test_what_somebody_waits_for_is_theirs_alone_and_they_can_take_it_back(company, maya, clara, priya):
    wait(maya, "severance pay")
    row = Wanted.objects.get()
    for person in (clara, priya):
        assert waits(person) == []
        assert sign_in(person).post(f"{WAITING}{row.pk}/", {"_method": "delete"}).status_code == 404
    sign_in(maya).post(f"{WAITING}{row.pk}/", {"_method": "delete"})
    assert not Wanted.objects.exists()
    assert not Entry.objects.filter(by_id=maya.pk).exists()


def test_who_wants_too_much_or_nothing_is_told_so(company, maya, monkeypatch):
    monkeypatch.setattr("search.actions.wanted.MOST", 2)
    client = sign_in(maya)
    for words in ("one", "two", "two", "three", "-no", "a" * 2_000):
        client.post(WAITING, {"q": words})
    assert sorted(waits(maya)) == ["one", "two"]


def test_after_half_a_year_nobody_waits_any_more(company, maya, clock):
    wait(maya, "parking Leeds")
    clock.shift(timedelta(days=179))
    turn()
    assert Wanted.objects.exists()
    clock.shift(timedelta(days=2))
    turn()
    assert not Wanted.objects.exists()


def test_an_enquiry_of_long_ago_makes_nothing(company, priya):
    EnquiryFactory(words="old", days_ago=40)
    assert turn() == 0
