"""Communications and moderators tune the search: words that mean the same, and what stands on top."""

import pytest

from intranet.audit.models import Entry
from intranet.audit.sentences import sentence
from microblog.actions import updates
from search import query
from search.bets import best_bets
from search.models import BestBet, Document, Synonym
from search.synonyms import alternatives
from tests.factories.search import BestBetFactory, SynonymFactory
from tests.support import again, page, sign_in
from tests.support.search import engines_know, say

pytestmark = pytest.mark.django_db
SYNONYMS, NEW, BETS, BET = "/search/synonyms/", "/search/synonyms/new/", "/search/best-bets/", "/search/best-bets/new/"
PAYSLIP = "payslip, pay slip, salary statement"
DELETE = {"_method": "delete"}


def document(of) -> Document:
    return Document.objects.get(kind=of._meta.model_name, number=of.pk)


def groups(client) -> list[str]:
    return [item.first("b").text for item in page(client.get(SYNONYMS)).all("ul", "tuned") for item in item.all("li")]


def tuned(client) -> list[tuple[str, str]]:
    """Words and what stands on top for them, as the list of best bets says it."""
    items = [item for each in page(client.get(BETS)).all("ul", "tuned") for item in each.all("li")]
    return [(item.first("b").text, item.first("a").text) for item in items]


def trail() -> list[str]:
    return [sentence(entry) for entry in Entry.objects.filter(action__regex="^(synonym|bet)").order_by("pk")]


@pytest.fixture
def tea(ines, tom):
    """Something to put on top, and noise."""
    tea = say(ines, "Tea is in the second drawer")
    say(tom, "Tea is cold, says the noise")
    engines_know()
    return document(tea)


# --- Who may ---------------------------------------------------------------------------------------
def test_communications_moderators_and_administrators_tune_and_nobody_else(priya, olu, clara, maya):
    group = SynonymFactory(words=["tea", "chai"])
    for person, may in ((priya, True), (olu, True), (clara, True), (maya, False)):
        client = sign_in(person)
        for address in (SYNONYMS, NEW, BETS, BET, f"{SYNONYMS}{group.pk}/"):
            assert client.get(address).status_code == (200 if may else 403)
        for address in (NEW, BET, f"{SYNONYMS}{group.pk}/"):
            assert client.post(address, {"words": ""}).status_code == (422 if may else 403)
        tabs = [
            tab.text for tab in page(client.get(SYNONYMS)).all("nav", aria_label="Searches") for tab in tab.all("a")
        ]
        learns = ["What is asked", "Missed"] if person is not olu else []
        assert tabs == ([*learns, "Synonyms", "Best bets"] if may else [])
    assert sign_in(maya).post(f"{SYNONYMS}{group.pk}/", DELETE).status_code == 403
    assert Synonym.objects.count() == 1


# --- Synonyms --------------------------------------------------------------------------------------
def test_a_moderator_says_which_words_mean_the_same_and_the_search_knows_it_at_once(olu):
    client = sign_in(olu)
    SynonymFactory(words=["wifi", "wlan"])
    assert alternatives(["my", "payslips"]) == []
    shown = page(again(client, client.post(NEW, {"words": "  payslip,pay  slip ;\nsalary statement,, "})))
    assert "The search knows these words now." in shown.text
    assert groups(client) == [PAYSLIP, "wifi, wlan"]
    assert "Olu Adeyemi" in shown.first("ul", "tuned").all("li")[0].text
    assert alternatives(["my", "payslips"]) == [((1, 2), ["pay slip", "salary statement"])]
    assert trail() == [f"Olu Adeyemi told the search that these mean the same: {PAYSLIP}"]


def test_words_are_changed_and_taken_back(olu, priya):
    client, group = sign_in(priya), SynonymFactory(words=["tea", "chai"], by=olu)
    address = f"{SYNONYMS}{group.pk}/"
    assert page(client.get(address)).form("")["words"].strip() == "tea, chai"
    client.post(address, {"words": "chai, tea, infusion"})
    assert groups(client) == ["chai, tea, infusion"]
    group.refresh_from_db()
    assert group.by == priya
    assert alternatives(["infusions"]) == [((0, 1), ["chai", "tea"])]
    assert (
        "These no longer mean the same: chai, tea, infusion" in page(again(client, client.post(address, DELETE))).text
    )
    assert groups(client) == []
    assert alternatives(["tea"]) == []
    assert client.post(address, DELETE).status_code == 404
    assert trail() == [
        "Priya Raman told the search that these mean the same: chai, tea, infusion; before: tea, chai",
        "Priya Raman told the search that these no longer mean the same: chai, tea, infusion",
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "This field is required."),
        ("payslip", "Name at least two, with a comma between them."),
        (", ;", "Name at least two, with a comma between them."),
        (", ".join(f"word{n}" for n in range(11)), "Name at most 10"),
        ("tea, !!", "“!!” has no letters or digits."),
        ("refund, Refunds", "“Refunds” is the same as “refund” to the search."),
        ("pay slip, pay-slip", "“pay-slip” is the same as “pay slip” to the search."),
        ("tea, " + "a" * 61, "has more than 60 letters."),
        ("tea, wireless LAN", "“wireless LAN” stands in another group: “wifi, wireless LAN”."),
        ("tea, " * 300, "Ensure this value has at most"),
    ],
)
def test_words_that_make_no_group_are_refused_and_kept(olu, typed, said):
    SynonymFactory(words=["wifi", "wireless LAN"])
    response = sign_in(olu).post(NEW, {"words": typed})
    assert response.status_code == 422
    assert said in page(response).first("p", "error").text
    assert page(response).form("")["words"].strip() == typed.strip()
    assert Synonym.objects.count() == 1


def test_a_group_may_keep_its_words(olu):
    group = SynonymFactory(words=["wifi", "wireless LAN"])
    client = sign_in(olu)
    client.post(f"{SYNONYMS}{group.pk}/", {"words": "wireless LAN, wlan"})
    assert groups(client) == ["wireless LAN, wlan"]
    assert client.post(f"{SYNONYMS}{group.pk}/", {"words": "wlan"}).status_code == 422
    assert groups(client) == ["wireless LAN, wlan"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["find", "Pay", "Slips", "now"], [((1, 3), ["payslip", "salary statement"])]),
        (["pay-slip"], [((0, 1), ["payslip", "salary statement"])]),
        (["slip", "pay"], []),
        (["pay"], []),
        (["prepaid-pay", "slip"], []),  # a half of a word is none
        (["c++", "payslip"], [((0, 1), ["cpp"]), ((1, 2), ["pay slip", "salary statement"])]),
        (["c"], []),
        (["out", "of", "office"], [((0, 3), ["absent"])]),
        (["payslip", "payslip"], [((n, n + 1), ["pay slip", "salary statement"]) for n in (0, 1)]),
        (["café"], [((0, 1), ["coffee bar"])]),
        (["coffee", "bar", "bill"], [((0, 2), ["cafe"]), ((1, 3), ["tab"])]),
        (["?"], []),
        ([], []),
    ],
)
def test_runs_of_words_have_others_that_mean_the_same(words, found, django_assert_max_num_queries):
    SynonymFactory(words=PAYSLIP.split(", "))
    for group in (["C++", "cpp"], ["out of office", "absent"], ["cafe", "coffee bar"], ["bar bill", "tab"]):
        SynonymFactory(words=group)
    with django_assert_max_num_queries(2):
        assert alternatives(words) == found


# --- Best bets -------------------------------------------------------------------------------------
def test_communications_puts_something_on_top(priya, maya, tea):
    client = sign_in(priya)
    shown = page(client.post(BET, {"words": "Hot drinks", "find": "drawer", "look": "yes"}))
    assert shown.form(BET)["words"] == "Hot drinks"
    [thing] = [button for button in shown.all("button") if button.attrs.get("name") == "thing"]
    client.post(BET, {"words": "Hot drinks", "find": "drawer", "thing": thing.attrs["value"]})
    assert tuned(client) == [("Hot drinks", "Ines Lindqvist: Tea is in the second drawer")]
    for words in (["hot", "drinks"], ["DRINK", "the", "hot"]):
        assert best_bets(words, maya) == [tea]
    for words in (["hot"], ["hot", "drinks", "porto"], ["cold", "drinks"], [], ["?"]):
        assert best_bets(words, maya) == []
    client.post(f"{BETS}{BestBet.objects.get().pk}/", DELETE)
    assert tuned(client) == []
    assert best_bets(["hot", "drinks"], maya) == []
    assert trail() == [
        f"Priya Raman put something on top for those who look for “Hot drinks”: update {tea.number}",
        f"Priya Raman no longer puts update {tea.number} on top for those who look for “Hot drinks”",
    ]


def test_things_are_offered_as_one_types(priya, tea):
    client = sign_in(priya)
    response = client.get(BET, {"find": "tea"}, headers={"HX-Request": "true"})
    assert len(page(response).all("li")) == 2
    assert not page(response).all("main")
    response = client.get(BET, {"find": "zebra"}, headers={"HX-Request": "true"})
    assert "Nothing that you may see was found." in page(response).text
    too_long = client.get(BET, {"find": "z" * (query.LONGEST + 1)})
    assert f"more than {query.LONGEST} characters" in page(too_long).text


def test_a_bet_without_words_or_without_a_thing_is_refused_and_kept(priya, tea):
    client = sign_in(priya)
    thing = f"update:{tea.number}"
    for words, chosen, said in (
        ("", thing, "This field is required."),
        ("?!", thing, "Name at least one word."),
        ("a" * 81, thing, "Ensure this value has at most 80 characters"),
        ("tea", "", "Choose what should stand on top."),
        ("tea", "update:987654", "Choose what should stand on top."),
        ("tea", "update:²", "Choose what should stand on top."),
    ):
        response = client.post(BET, {"words": words, "find": "drawer", "thing": chosen})
        assert response.status_code == 422
        assert said in page(response).first("main").text
        kept = page(response).form(BET)
        assert (kept["words"], kept["find"]) == (words, "drawer")
    assert not BestBet.objects.exists()


def test_what_was_deleted_is_brought_back_from_the_message_that_says_so(olu, tea):
    group = SynonymFactory(words=["payslip", "salary statement"])
    bet = BestBetFactory(words="hot drinks", document=tea)
    SynonymFactory(words=["wifi", "wlan"])
    client = sign_in(olu)
    for address, is_there in (
        (f"{SYNONYMS}{group.pk}/", lambda: alternatives(["payslip"]) == [((0, 1), ["salary statement"])]),
        (f"/search/best-bets/{bet.pk}/", lambda: best_bets(["hot", "drinks"], olu) == [tea]),
    ):
        [undo] = page(again(client, client.post(address, DELETE))).first("div", id="flashes").all("button", form="act")
        assert not is_there()
        attrs = undo.attrs
        assert client.post(attrs["formaction"], {attrs["name"]: attrs["value"]}).status_code == 302
        assert is_there()


def test_three_things_stand_on_top_in_their_order_and_no_fourth(priya, maya, ines, django_assert_num_queries):
    said = [say(ines, f"Tea number {number}") for number in range(4)]
    engines_know()
    client = sign_in(priya)
    for update in said:
        response = client.post(BET, {"words": "tea time", "thing": f"update:{update.pk}"})
    assert response.status_code == 422
    assert "There are 3 things on top for these words." in page(response).text
    client.post(BET, {"words": "time for tea", "thing": f"update:{said[0].pk}"})  # it is there already
    best_bets(["tea", "time"], maya)  # her teams are read once a request
    with django_assert_num_queries(1):
        assert best_bets(["tea"], maya) == []
    with django_assert_num_queries(2):
        assert [each.number for each in best_bets(["tea", "time"], maya)] == [update.pk for update in said[:3]]
    updates.retract(by=ines, update=said[0])
    assert [each.number for each in best_bets(["tea", "time"], maya)] == [update.pk for update in said[1:3]]


def test_what_is_closed_is_put_on_top_for_those_who_may_see_it(clara, olu, maya, stranger, noor, closed_team, tea):
    bands = document(say(noor, "The pay bands are in the folder", closed_team))
    engines_know()
    BestBetFactory(words="hot drinks", document=tea)
    chief, moderator = sign_in(clara), sign_in(olu)
    refused = moderator.post(BET, {"words": "pay bands", "find": "bands", "thing": f"update:{bands.number}"})
    assert "Choose what should stand on top." in page(refused).text
    assert "folder" not in page(refused).text
    chief.post(BET, {"words": "pay bands", "thing": f"update:{bands.number}"})
    assert best_bets(["pay", "bands"], maya) == [bands]
    assert best_bets(["pay", "bands"], stranger) == []
    assert [words for words, _ in tuned(chief)] == ["pay bands", "hot drinks"]
    assert [words for words, _ in tuned(moderator)] == ["hot drinks"]
    address = f"{BETS}{BestBet.objects.get(number=bands.number).pk}/"
    assert moderator.post(address, DELETE).status_code == 404
    assert chief.post(address, DELETE).status_code == 302
