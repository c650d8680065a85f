"""What people look for is read by those who see to it that it is found, and nobody learns what is hidden from them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from microblog.actions import updates
from search.normal import normal_of
from tests.factories import PersonFactory, TeamFactory
from tests.factories.search import EnquiryFactory, SynonymFactory
from tests.support import page, sign_in
from tests.support.learning import LEARNING, LEFT_OUT, document, look, named, section, several
from tests.support.search import engines_know, results, say

pytestmark = pytest.mark.django_db


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
        + " And 7 other searches" + LEFT_OUT,
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
        "There are no words here that may be shown. 4 searches" + LEFT_OUT,
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
        + " And 4 other searches" + LEFT_OUT,
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


def test_words_that_stand_in_a_group_of_synonyms_lead_to_it(priya):
    SynonymFactory(words=["wifi", "wlan"])
    group = SynonymFactory(words=["payslip", "salary statement"])
    several("payslips")
    several("parental leave", 4)
    row, other = page(sign_in(priya).get(LEARNING)).first("ol", "asked").all("li")[::-1]
    assert row.all("a")[0].attrs["href"] == f"/search/synonyms/{group.pk}/"
    assert row.all("a")[0].text == "Change its synonyms: payslips"
    assert other.all("a")[0].text == "Add a synonym for parental leave"


def test_each_row_leads_to_the_forms_with_its_words(priya):
    several("parental leave")
    client = sign_in(priya)
    tree = page(client.get(LEARNING))
    synonym, bet = (link.attrs["href"] for link in tree.first("div", "buttons").all("a"))
    assert page(client.get(synonym)).first("textarea").raw.strip() == "parental leave"
    form = page(client.get(bet)).first("main").form("/search/best-bets/new/")
    assert (form["words"], form["find"]) == ("parental leave", "parental leave")


# --- What is hidden from the reader ------------------------------------------------------------------
@pytest.fixture
def council(noor, maya, tom):
    """A closed team of three, who all look for the same."""
    return TeamFactory(name="Council", closed=True, lead=noor, members=[maya, tom])


@pytest.fixture
def news(ines, tom):
    """What everybody may read."""
    said = [say(ines, "The merger of two sports clubs"), say(tom, "Tom talks about a dismissal in the theatre")]
    return document(said[0])


def each_looks(people, *typed: str, hit=None) -> None:
    for person in people:
        for words in typed:
            look(person, words, hit)


def test_words_of_which_one_stands_only_in_something_closed_are_not_named(priya, clara, noor, maya, tom, council, news):
    say(noor, "We think about falcon, and " + "about whatever else there was in a week without end, " * 9, council)
    engines_know()
    assert "clubs" in results(sign_in(maya), "falcon merger").all("li", "hit")[0].text, "What all may read stands first"
    each_looks((noor, maya, tom), "falcon merger", "theatre merger")
    each_looks((noor, maya, tom), "merger falcon", hit=news)
    assert named(sign_in(priya)) == {"theatre merger"}
    assert named(sign_in(clara)) == {"falcon merger", "theatre merger"}  # noise: who sees everything


@pytest.mark.parametrize(
    "typed", ['"falcon merger"', "falcon kind:people", "falcon -think", "falcon before:2001", "falkon", "Falcon-Merger",
              "dismissal clubs", "dismissal clubs by:ines", "dismissal clubs -think", "falcon of merger zebra"],
)  # fmt: skip
def test_nor_are_words_with_which_the_closed_thing_was_only_just_not_found(
    typed, priya, noor, maya, tom, council, news
):
    say(noor, "We think about falcon", council)
    say(noor, "Dismissal at the clubs, we think", council)
    engines_know()
    each_looks((noor, maya, tom), typed, "theatre yoga", "yoga kind:people")
    assert named(sign_in(priya)) == {"theatre yoga", "yoga"}


def test_words_that_lead_one_person_to_something_closed_are_not_named_however_many_find_nothing(
    priya, noor, closed_team, lunch
):
    say(noor, "Falcon ends in May", closed_team)
    engines_know()
    each_looks([PersonFactory() for _ in range(4)], "falcon", "zebra")
    assert named(sign_in(priya)) == {"falcon", "zebra"}  # so far
    look(noor, "falcon")
    assert named(sign_in(priya)) == {"zebra"}


def test_words_that_led_to_something_that_is_gone_are_not_named(priya, noor, council, maya, tom, ines):
    closed, seen = say(noor, "Falcon ends in May", council), say(ines, "Zebras were seen")
    engines_know()
    each_looks((noor, maya, tom), "falcon", "zebras", "yoga")
    updates.retract(by=noor, update=closed)
    assert named(sign_in(priya)) == {"zebras", "yoga"}
    updates.retract(by=ines, update=seen)
    assert named(sign_in(priya)) == {"yoga"}


# --- What only one person typed ----------------------------------------------------------------------
def test_what_one_person_typed_is_not_named_though_others_asked_the_same_in_other_words(priya, lunch):
    several("Refunds of the card, Tom!", 1)
    several("card refund tom", 2)
    assert normal_of("Refunds of the card, Tom!") == normal_of("card refund tom")
    several("yoga", 2)
    several("Yoga", 1)
    assert named(sign_in(priya)) == {"yoga"}


def test_long_questions_are_a_number_and_nobody_reads_how_they_begin(priya, maya, tom, ines, lunch, clock):
    begin = " ".join(f"a{number:03}aaaaaa" for number in range(40))
    for person, secret in ((maya, "my pay"), (tom, "toms pay"), (ines, "ines pay")):
        for typed in (f"{begin} {secret}", f"{secret} {begin}", begin, "yoga"):
            look(person, typed)
            clock.shift(timedelta(minutes=1))
    assert named(sign_in(priya)) == {"yoga"}
    assert "And 6 other searches" in section(sign_in(priya), "Most asked")[1]
