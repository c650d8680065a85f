"""What the box understands beyond words, and in which order it answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intranet.people.actions import teams
from search import documents, drain
from search.actions import bets, synonyms
from search.models import Document
from tests.factories import PersonFactory
from tests.support import page, sign_in
from tests.support.search import found, results, say

pytestmark = pytest.mark.django_db


def meant(client, typed: str) -> str | None:
    """What the page asks whether it was meant."""
    asked = results(client, typed).all("p", "meant")
    return asked[0].first("a").text if asked else None


def change(update, drained, **columns) -> None:
    """The engines know this update with something that no update has yet."""
    drained()
    Document.objects.filter(kind="update", number=update.pk).update(is_waiting=True, **columns)
    drained()


# --- Typing mistakes -----------------------------------------------------------------------------
@pytest.mark.parametrize("engine", ["whoosh"], indirect=True)
@pytest.mark.parametrize(
    ("typed", "correct"),
    [("invioce", "invoice"), ("warehose", "warehouse"), ("invioce printer", "invoice printer")],
)
def test_a_word_that_nobody_wrote_finds_the_one_that_was_meant(maya, drained, typed, correct):
    say(maya, "The invoice printer in the warehouse is empty")
    say(maya, "Noise about involved people")
    drained()
    client = sign_in(maya)
    assert found(client, typed) == ["The invoice printer in the warehouse is empty"]
    assert meant(client, typed) == correct
    assert meant(client, correct) is None


def test_a_mistake_in_a_name_finds_the_person_on_every_engine(maya, drained):
    PersonFactory(username="kata", name="Katarina Novotna")
    PersonFactory(username="noise", name="Catherine Newton")
    documents.gather("person")
    drained()
    assert found(sign_in(maya), "katerina") == ["@kata"]
    assert meant(sign_in(maya), "katerina") == "katarina"


def test_a_word_that_stands_somewhere_is_taken_as_it_is(maya, drained):
    say(maya, "The form is gone")
    say(maya, "The farm is closed")
    drained()
    assert found(sign_in(maya), "farm") == ["The farm is closed"]
    assert meant(sign_in(maya), "farm") is None


def test_nobody_is_asked_whether_they_meant_a_word_of_a_closed_team(maya, stranger, closed_team, drained):
    say(maya, "Redundancies begin in May", closed_team)
    teams.create(by=maya, name="Redundancy planning", is_closed=True)
    say(maya, "May is sunny")
    drained()
    for typed in ("redundnacies", "redundancis", "redundnacy planing", "redundnacies May"):
        assert "edundanc" not in results(sign_in(stranger), typed).first("section", id="results").text
    assert meant(sign_in(maya), "redundnacy planning") == "redundancy planning"


# --- What colleagues have taught it --------------------------------------------------------------
def test_synonyms_find_each_other_from_the_moment_they_are_said(maya, olu, drained):
    say(maya, "Your salary statement is in the portal")
    say(maya, "The payslip for May is late")
    say(maya, "Noise about a statement")
    drained()
    client = sign_in(maya)
    assert found(client, "payslip") == ["The payslip for May is late"]
    group = synonyms.add(by=olu, words=["payslip", "salary statement"])
    both = {"The payslip for May is late", "Your salary statement is in the portal"}
    assert set(found(client, "payslip")) == both
    assert set(found(client, "salary statement")) >= both
    assert found(client, "payslip portal")[0] == "Your salary statement is in the portal"
    assert found(client, "payslip May")[0] == "The payslip for May is late"
    synonyms.delete(by=olu, group=group)
    assert found(client, "payslip") == ["The payslip for May is late"]


def test_a_best_bet_stands_on_top_for_its_words_alone_and_for_those_who_may_see_it(
    maya, olu, stranger, closed_team, drained
):
    for number in range(3):
        say(maya, f"Parking number {number}")
    best = say(maya, "Where the cars go")
    secret = say(maya, "Where the boss goes", closed_team)
    drained()
    for update in (secret, best):
        bets.place(by=olu, words="parking", document=Document.objects.get(kind="update", number=update.pk))
    client = sign_in(stranger)
    assert found(client, "parking")[0] == "Where the cars go"
    assert results(client, "parking").first("li", "hit").text.count("Recommended") == 1
    assert len(found(client, "parking")) == 4
    assert found(client, "parking number 2")[0] == "Parking number 2"
    assert found(client, "parking by:me") == []
    assert found(sign_in(maya), "parking")[:2] == ["Where the boss goes", "Where the cars go"]


def test_what_stands_on_top_counts_as_found_and_stands_on_no_other_page(maya, olu, drained):
    best = say(maya, "Where the cars go")
    among = say(maya, "Parking in front")
    for number in range(24):
        say(maya, f"Parking number {number}")
    drained()
    client = sign_in(maya)
    for words in ("carport", "parking"):
        bets.place(by=olu, words=words, document=Document.objects.get(kind="update", number=best.pk))
    bets.place(by=olu, words="parking", document=Document.objects.get(kind="update", number=among.pk))
    assert results(client, "carport").first("p", role="status").text == "1 result"
    assert found(client, "carport") == ["Where the cars go"]
    first, second = results(client, "parking"), results(client, "parking", start=20)
    assert first.first("p", role="status").text == "26 results"
    assert second.first("p", role="status").text == "21 to 25 of 26 results"
    texts = [hit.first("p").text for tree in (first, second) for hit in tree.all("li", "hit")]
    assert len(texts) == len(set(texts)) == 26
    assert set(texts[:2]) == {"Where the cars go", "Parking in front"}


# --- Order ---------------------------------------------------------------------------------------
def test_a_title_that_says_what_is_sought_comes_first(maya, tom, team, drained):
    for number in range(4):
        say(tom, f"Travel expenses, travel expenses, and expenses of travel {number}")
    teams.edit(by=tom, team=team, name="Travel expenses", purpose="We pay", is_closed=False)
    drained()
    assert found(sign_in(maya), "travel expenses")[0] == "We pay"


def test_words_that_stand_together_come_before_those_that_are_scattered(maya, drained):
    say(maya, "The desk by the window needs help from the roof")
    say(maya, "Call the help desk about the window and the roof")
    say(maya, "A desk, a window, and nobody to help with the roof")
    drained()
    assert found(sign_in(maya), "help desk")[0] == "Call the help desk about the window and the roof"


def test_what_has_all_words_comes_before_what_has_some(maya, drained):
    for number in range(5):
        say(maya, f"Lifts and lifts, number {number}")
    say(maya, "The lifts of Porto stand still")
    say(maya, "Porto is sunny")
    drained()
    hits = found(sign_in(maya), "lifts porto")
    assert hits[0] == "The lifts of Porto stand still"
    assert len(hits) == 7


def test_of_equal_things_the_verified_comes_before_the_due_and_the_overdue(maya, drained):
    today = timezone.now()
    for name, until in (("overdue", -1), ("due", 3), ("verified", 60)):
        change(say(maya, f"Refund rules, {name}"), drained, verified_until=today + timedelta(days=until))
    drained()
    client = sign_in(maya)
    assert found(client, "refund rules") == [f"Refund rules, {name}" for name in ("verified", "due", "overdue")]
    assert set(found(client, "refund is:verified")) == {"Refund rules, verified", "Refund rules, due"}
    assert "“is:” knows only" in results(client, "refund is:new").text
    first = results(client, "refund rules").all("li", "hit")[0]
    assert "Verified" in first.text


# --- Nothing hidden shows ------------------------------------------------------------------------
ASKED = ["parcels", "parcels train", "train late", "parcel trian", "rare", "poilcy", "by:maya", "tag:green", "pa"]


def everything_about(client, *addresses: str) -> list[str]:
    """All that the search says, without what is new in each answer."""
    told = []
    for typed in ASKED:
        for address in addresses:
            tree = page(client.get(address, {"q": typed}))
            regions = tree.all("section", id="results") or [tree]
            told += [region.text for region in regions]
    return told


def test_a_thousand_hidden_documents_change_nothing_that_a_stranger_sees(
    maya, noor, stranger, closed_team, drained, engine
):
    def told():
        """A database weighs words by all there are: there the order may change, and so the three that are offered."""
        if engine == "whoosh":
            return everything_about(client, "/search/", "/search/facets/", "/search/suggestions/")
        return [sorted(text.split()) for text in everything_about(client, "/search/", "/search/facets/")]

    for number in range(15):  # all of them on one page
        say(maya, f"Parcels by train {'and by train again ' * (number % 3)}number {number} #green")
    say(maya, "Late trains carry rare parcels")
    say(maya, "Our policies for carriers")
    documents.gather("person")
    drained()
    client = sign_in(stranger)
    before = told()
    assert any("rare" in text for text in before)
    hidden = [
        Document(
            kind="update",
            number=10_000_000 + number,
            title="Parcels paper" if number % 4 == 0 else "",
            text=f"Late rare train, trian, parcels number {number}, policy " + "of some length " * (number % 40),
            address="/",
            author=maya,
            at=timezone.now(),
        )
        for number in range(1000)
    ]
    for row in Document.objects.bulk_create(hidden):
        row.audiences.create(audience=closed_team.pk)
        row.tags.create(tag=1)
    drain.drain_all()
    assert told() == before
    assert "More than 1,000 results" in results(sign_in(noor), "rare").text
