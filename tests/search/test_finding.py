"""One box: what people find, by which words, and in which order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intranet.people.actions import teams
from microblog.actions import updates
from microblog.models import Update
from search import documents
from tests.factories import PersonFactory, TagFactory
from tests.support import page, sign_in
from tests.support.search import answer, found, results, say

pytestmark = pytest.mark.django_db

REFUND = "Refunds go back to the card within 14 days #billing"
TRAIN = "Running late, the train stands in Ghent"
CAFE = "The café in Porto opens at eight"
TICKET = "Ticket PRJ-2041 is about the slow checkout"


@pytest.fixture
def spring(maya, ines, drained):
    """What was said last spring, and noise."""
    say(ines, REFUND)
    say(maya, TRAIN)
    say(ines, CAFE)
    say(maya, TICKET)
    say(maya, "Noise about lunch")
    drained()


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("refunds card", [REFUND]),
        ("REFUNDS", [REFUND]),
        ("cafe", [CAFE]),
        ("PRJ-2041", [TICKET]),
        ('"late, the train"', [TRAIN]),
        ('"train the"', []),
        ("porto OR berlin", [CAFE]),  # words, not the syntax of an engine
        ("ref*", []),
        ("nothing-like-this", []),
        ("noise -lunch", []),
    ],
)
def test_words_find_what_was_said(spring, maya, typed, texts):
    assert found(sign_in(maya), typed) == texts


@pytest.mark.parametrize("engine", ["whoosh"], indirect=True)
@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("refund cards", [REFUND]),
        ("run late", [TRAIN]),
        ("2041", [TICKET]),
        ("the -train -ticket", [CAFE, REFUND]),
    ],
)
def test_words_find_their_other_forms_and_parts(spring, maya, typed, texts):
    assert sorted(found(sign_in(maya), typed)) == sorted(texts)


def test_when_all_words_together_find_too_little_any_of_them_does_and_the_page_says_so(spring, maya):
    tree = results(sign_in(maya), "refunds Ghent")
    assert "with any of the words" in tree.first("p", role="status").text
    assert {hit.first("p").text for hit in tree.all("li", "hit")} == {REFUND, TRAIN}


def test_the_words_are_marked_in_what_was_found(spring, maya):
    [hit] = results(sign_in(maya), "card days").all("li", "hit")
    assert [mark.text for mark in hit.all("mark")] == ["card", "days"]


def test_what_looks_like_markup_stays_text(maya, drained):
    say(maya, "Use `<script>alert(1)</script>` never")
    drained()
    response = sign_in(maya).get("/search/", {"q": "<script>alert"})
    assert "<script>alert" not in response.content.decode()
    assert found(sign_in(maya), "alert") == ["Use <script>alert(1)</script> never"]


def test_people_teams_and_tags_are_found_and_told_apart(spring, maya, team, drained):
    PersonFactory(username="zoe", name="Zoë Billing", title="Accountant")
    documents.gather("person")
    teams.edit(by=maya, team=team, name="Billing", purpose="Money", is_closed=False)
    drained()
    client = sign_in(maya)
    assert set(found(client, "billing")) == {REFUND, "Money", "@zoe Accountant", "#billing"}
    assert found(client, "billing kind:people") == ["@zoe Accountant"]
    assert found(client, "billing kind:tag") == ["#billing"]
    tabs = results(client, "billing kind:teams").first("nav", "tabs", aria_label="Kinds").all("a")
    names = ["Everything", "Articles", "Posts", "Updates", "People", "Teams", "Sections", "Files", "Tags"]
    assert [(tab.text, "aria-current" in tab.attrs) for tab in tabs] == [(name, name == "Teams") for name in names]


def test_filters_narrow_by_author_team_tag_and_time(maya, ines, team, drained):
    old = say(maya, "Parcels by hand")
    Update.objects.filter(pk=old.pk).update(posted_at=timezone.now() - timedelta(days=800))
    documents.touch(old)
    say(maya, "Parcels by bicycle #green", team)
    say(ines, "Parcels by train #slow")
    drained()
    client = sign_in(maya)
    assert set(found(client, "parcels by:me")) == {"Parcels by hand", "Parcels by bicycle #green"}
    assert found(client, "parcels by:@ines") == ["Parcels by train #slow"]
    assert found(client, "parcels by:nobody") == []
    assert found(client, "parcels team:platform") == ["Parcels by bicycle #green"]
    assert set(found(client, "parcels tag:green tag:slow")) == {"Parcels by bicycle #green", "Parcels by train #slow"}
    year = timezone.now().year
    assert found(client, f"parcels before:{year - 1}") == ["Parcels by hand"]
    assert len(found(client, f"parcels after:{year - 1}-01")) == 2
    assert found(client, "by:ines") == ["Parcels by train #slow"]  # without a word: the newest first
    tree = results(client, "parcels before:soon")
    assert "needs a day such as before:2025-03-31" in tree.text


def test_a_filter_in_force_is_a_chip_that_takes_it_away(spring, maya):
    client = sign_in(maya)
    [chip] = results(client, "the by:ines").all("a", "chip")
    assert chip.text.startswith("by:ines")
    assert chip.attrs["href"].endswith("q=the")


def test_of_two_that_say_the_same_the_newer_comes_first(maya, drained):
    before, after = "Parking is at gate 4, ask Luis", "Parking is at gate 5, ask Luis"
    old = say(maya, before)
    say(maya, after)
    Update.objects.filter(pk=old.pk).update(posted_at=timezone.now() - timedelta(days=900))
    documents.touch(old)
    for number in range(5):
        say(maya, f"Noise number {number}")
    drained()
    assert found(sign_in(maya), "parking gate luis") == [
        "Parking is at gate 5, ask Luis",
        "Parking is at gate 4, ask Luis",
    ]


def test_one_pages_through_many_results_without_meeting_one_twice(maya, drained):
    for number in range(45):
        say(maya, f"Meeting number {number}")
    drained()
    client, seen, start = sign_in(maya), [], 0
    for _ in range(3):
        tree = results(client, "meeting", start=start)
        seen += [hit.first("p").text for hit in tree.all("li", "hit")]
        start += 20
    assert sorted(seen) == sorted(f"Meeting number {number}" for number in range(45))
    assert tree.first("p", role="status").text == "41 to 45 of 45 results"
    assert not tree.all("a", rel="next")
    assert tree.first("a", rel="prev").attrs["href"] == "?q=meeting&start=20"
    assert "There are no more results. Back to the first" in results(client, "meeting", start=60).text


def test_replies_are_found_where_they_stand(maya, tom, drained):
    update = say(maya, "Who has the key to the cellar?")
    reply = answer(tom, update, "Gate 4, left drawer")
    say(maya, "Noise with a drawer")
    drained()
    link, *noise = [hit.first("a") for hit in results(sign_in(maya), "left drawer").all("li", "hit")]
    assert len(noise) == 1
    assert link.attrs["href"] == reply.get_absolute_url()


def test_what_was_edited_is_found_by_its_new_words_alone(maya, drained):
    update = say(maya, "Lunch at noon #food")
    updates.edit(by=maya, update=update, text="Dinner at eight #evening", edits=0)
    drained()
    client = sign_in(maya)
    assert found(client, "lunch noon") == []
    assert found(client, "dinner") == ["Dinner at eight #evening"]
    assert found(client, "kind:tag") == ["#evening"]


def test_what_was_taken_back_is_not_found_any_more(maya, tom, drained):
    say(maya, "Lunch, and this stays")
    retracted, undone = say(maya, "Lunch was a mistake #sorry"), say(maya, "Lunch in a hurry #hurry")
    drained()
    assert len(found(sign_in(tom), "lunch")) == 3
    updates.retract(by=maya, update=retracted)
    updates.undo(by=maya, update=undone)
    assert found(sign_in(tom), "lunch") == ["Lunch, and this stays"], "at once, whatever the engine still knows"
    drained()
    assert found(sign_in(tom), "lunch") == ["Lunch, and this stays"]
    assert found(sign_in(tom), "kind:tags") == []


def test_an_empty_box_teaches_and_one_without_results_helps(maya, drained):
    TagFactory(name="unused")
    drained()
    client = sign_in(maya)
    assert "one box finds them all" in results(client, "").text
    assert "only one that should not" in results(client, "-lunch").text
    tree = results(client, "zebra")
    assert "Nothing was found." in tree.text
    assert tree.first("div", "empty").first("a").attrs["href"] == "/?ask=&text=zebra#composer"


@pytest.mark.parametrize("typed", ["x" * 1001, "w " * 151])
def test_who_pastes_a_page_is_told_to_search_for_a_few_words_of_it(maya, drained, typed):
    response = sign_in(maya).get("/search/", {"q": typed})
    assert response.status_code == 400
    assert "Search for" in response.content.decode()


# --- While one types -----------------------------------------------------------------------------
def offered(client, typed: str) -> list[str]:
    response = client.get("/search/suggestions/", {"q": typed})
    assert response.status_code == 200
    return [link.text for link in page(response).all("a")]


def test_titles_that_begin_so_are_offered_while_one_types(maya, team, drained):
    PersonFactory(username="plato", name="Platon Karataev")
    documents.gather("person")
    documents.gather("team")
    say(maya, "Platypus #platypus")
    drained()
    client = sign_in(maya)
    assert set(offered(client, "plat")) == {"Platform", "Platon Karataev", "#platypus", "Search “plat”"}
    assert offered(client, "platypus") == ["#platypus", "Platypus #platypus", "Search “platypus”"]
    assert offered(client, "platon kar") == ["Platon Karataev", "Search “platon kar”"]
    assert offered(client, "zebra") == ["Search “zebra”"]
    assert offered(client, "") == []
    assert offered(client, "plat " * 30) == [f"Search “{('plat ' * 30)[:60]}”"]


def test_a_closed_team_and_its_tags_are_offered_to_its_members_alone(maya, stranger, closed_team, drained):
    documents.gather("team")
    say(maya, "Bands #payday", closed_team)
    say(maya, "Payphone #payphone")
    drained()
    assert set(offered(sign_in(maya), "pay")) == {"Pay review", "#payday", "#payphone", "Search “pay”"}
    assert offered(sign_in(stranger), "pay") == ["#payphone", "Search “pay”"]
