"""Everybody accepts the rules before they go on, and again when they change."""

import json

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intranet.governance.actions import rules as actions
from intranet.governance.models import RulesAccepted, UseRules
from tests.factories import PersonFactory, UpdateFactory
from tests.support import PASSWORD, again, page, said, sign_in

pytestmark = pytest.mark.django_db
RULES = "/rules/"


@pytest.fixture
def priya(db):
    """Communicates."""
    return PersonFactory(username="priya", name="Priya Raman", role="communications")


@pytest.fixture
def rules(priya, company) -> UseRules:
    return actions.save(by=priya, text="# Be kind\n\nAnd **brief**.", base=0)


def accept(client: Client, where: str = "/") -> str:
    """Press the button on the page to which one was led; the address to which one goes on."""
    shown = page(again(client, client.get(where)))
    return client.post("/rules/acceptance/", shown.form("/rules/acceptance/"))["Location"]


def is_asked(client: Client) -> bool:
    return client.get("/people/").status_code == 302


def new_rules(by, text: str = "# Be kind\n\nAlways.", *, is_asked: bool = True) -> UseRules:
    """As after the two seconds in which a process may know the old ones."""
    made = actions.save(by=by, text=text, base=UseRules.objects.last().version, is_asked=is_asked)
    caches["fragments"].clear()
    return made


def test_while_nobody_has_written_rules_nobody_is_asked(maya, company):
    client = sign_in(maya)
    assert client.get("/people/").status_code == 200
    assert "Nobody has written rules yet" in page(client.get(RULES)).text


def test_at_the_first_sign_in_one_reads_and_accepts_and_goes_on_to_where_one_wanted_to_go(maya, rules):
    client = Client()
    signed_in = client.post("/sign-in/?next=/teams/", {"login": "maya", "password": PASSWORD, "next": "/teams/"})
    assert signed_in["Location"] == "/teams/"
    led = client.get("/teams/")
    assert (led.status_code, led["Location"]) == (302, "/rules/?next=%2Fteams%2F")
    shown = page(client.get(led["Location"]))
    assert shown.first("div", "prose").text == "Be kindAnd brief."
    assert accept(client, "/teams/") == "/teams/"
    assert client.get("/teams/").status_code == 200
    assert list(RulesAccepted.objects.values_list("person", "rules")) == [(maya.pk, rules.pk)]
    assert not is_asked(sign_in(maya))  # another browser
    assert is_asked(sign_in(PersonFactory()))  # noise


def test_when_they_change_everybody_is_asked_again(maya, priya, rules):
    client = sign_in(maya)
    accept(client)
    assert not is_asked(client)
    new_rules(priya)
    assert is_asked(client)
    accept(client)
    assert not is_asked(client)
    assert RulesAccepted.objects.filter(person=maya).count() == 2


def test_a_correction_asks_nobody_again_and_the_row_says_so(maya, ines, priya, rules):
    client = sign_in(maya)
    accept(client)
    new_rules(priya, "# Be kind\n\nAnd **brief**!", is_asked=False)
    assert not is_asked(client)
    assert not is_asked(sign_in(maya))
    newcomer = sign_in(ines)
    assert is_asked(newcomer)
    accept(newcomer)
    assert RulesAccepted.objects.get(person=ines).rules.version == 2
    assert "a correction, nobody was asked again" in page(client.get("/rules/history/")).text


def test_rules_that_changed_while_one_read_them_are_read_again(maya, priya, rules):
    client = sign_in(maya)
    form = page(client.get("/rules/?next=/teams/")).form("/rules/acceptance/")
    new_rules(priya)
    response = client.post("/rules/acceptance/", form)
    assert response.status_code == 409
    assert "were changed while you read them" in page(response).text
    assert not RulesAccepted.objects.exists()
    assert client.post("/rules/acceptance/", page(response).form("/rules/acceptance/"))["Location"] == "/teams/"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/x", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(maya, rules, elsewhere):
    client = sign_in(maya)
    form = page(client.get("/rules/", {"next": elsewhere})).form("/rules/acceptance/")
    assert form["next"] == "/"
    assert client.post("/rules/acceptance/", form | {"next": elsewhere})["Location"] == "/"


def test_before_that_one_reads_and_does_nothing_else(maya, rules):
    update = UpdateFactory(text="Lunch")
    client = sign_in(maya)
    for address in ("/", "/company/", update.get_absolute_url(), "/search/?q=lunch", "/rules/edit/", "/people/maya/"):
        response = client.get(address)
        assert response.status_code == 302 and response["Location"].startswith("/rules/?next="), address
        assert b"Lunch" not in response.content
    assert client.get("/rules/history/").status_code == 200
    assert client.get("/robots.txt").status_code == client.get("/healthz").status_code == 200
    assert client.post("/sign-out/")["Location"] == "/sign-in/"


def test_what_one_was_typing_when_the_rules_changed_is_given_back(maya, priya, rules):
    client = sign_in(maya)
    accept(client)
    new_rules(priya)
    response = client.post("/updates/", said("What I thought"), headers={"Referer": "http://testserver/company/"})
    assert response.status_code == 403
    shown = page(response)
    assert shown.first("textarea").text == "What I thought"
    assert shown.first("a", href="/rules/?next=%2Fcompany%2F")
    accept(client)
    assert client.post("/updates/", said("What I thought")).status_code == 302
    plain = sign_in(PersonFactory()).post("/people/maya/mute/", headers={"Referer": "http://testserver/people/maya/"})
    assert plain["Location"] == "/rules/?next=%2Fpeople%2Fmaya%2F"  # nothing was typed there


def test_scripts_are_told_in_their_own_words(maya, rules):
    client = sign_in(maya)
    htmx = {"HX-Request": "true", "HX-Current-URL": "http://testserver/teams/?q=x"}
    read = client.get("/search/suggestions/", headers=htmx)
    assert (read.status_code, read["HX-Redirect"]) == (204, "/rules/?next=%2Fteams%2F%3Fq%3Dx")
    assert client.post("/updates/", said("Hello"), headers=htmx).status_code == 403
    assert client.get("/", headers={"X-Fragment": "page"}).status_code == 409
    refused = client.post("/updates/", said("Hello"), headers={"Accept": "application/json"})
    assert refused.status_code == 403 and "Accept them" in json.loads(refused.content)["error"]
    foreign = client.get("/search/suggestions/", headers=htmx | {"HX-Current-URL": "https://elsewhere.example/x"})
    assert foreign["HX-Redirect"] == "/rules/?next=%2F"


def test_whoever_has_a_key_reads_a_feed_without_being_asked(maya, rules):
    address = reverse("feeds:tag", kwargs={"token": "no-key-of-anybody-at-all", "name": "lunch"})
    assert sign_in(maya).get(address).status_code == 404  # and not on the way to the rules


def test_who_has_accepted_is_asked_of_the_database_once_a_session(maya, rules):
    client = sign_in(maya)
    accept(client)
    client = sign_in(maya)
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/people/")
        asked.append([query["sql"] for query in queries if "governance_" in query["sql"]])
    assert (len(asked[0]), len(asked[1])) == (1, 0)


def test_the_rules_are_written_by_those_who_communicate_and_everybody_reads_who_did(maya, olu, priya, clara, company):
    for person in (maya, olu):
        assert sign_in(person).get("/rules/edit/").status_code == 403
        assert sign_in(person).post("/rules/edit/", {"text": "Mine", "base": 0}).status_code == 403
        assert sign_in(person).get("/rules/acceptances/").status_code == 403
    client = sign_in(priya)
    form = page(client.get("/rules/edit/"))
    assert "4 people will be asked to accept them" in form.text
    assert client.post("/rules/edit/", form.form("/rules/edit/") | {"text": "Be **kind**."})["Location"] == RULES
    assert list(UseRules.objects.values_list("version", "text", "is_asked", "by")) == [
        (1, "Be **kind**.", True, priya.pk)
    ]
    caches["fragments"].clear()
    assert is_asked(sign_in(clara))  # also those who could write them
    accept(client)
    assert "by Priya Raman" in page(client.get(RULES)).text


def test_saving_says_before_how_many_will_be_asked_and_lets_one_choose(priya, maya, rules):
    client = sign_in(priya)
    accept(client)
    form = page(client.get("/rules/edit/"))
    assert "Ask all 2 people here to accept it again" in form.text
    sent = form.form("/rules/edit/")
    assert sent.pop("is_asked", None) is not None  # it is ticked
    client.post("/rules/edit/", sent | {"text": sent["text"] + "\r\nSo."})
    assert list(UseRules.objects.values_list("version", "is_asked")) == [(1, True), (2, False)]
    client.post("/rules/edit/", page(client.get("/rules/edit/")).form("/rules/edit/"))
    assert UseRules.objects.count() == 2  # the same text again


def test_a_preview_shows_how_it_will_look_and_saves_nothing(priya, company):
    shown = page(sign_in(priya).post("/rules/edit/", {"text": "# Be *kind*", "base": 0, "preview": "yes"}))
    assert shown.first("div", "prose").first("em").text == "kind"
    assert shown.first("textarea", name="text").text == "# Be *kind*"
    assert not UseRules.objects.exists()


def test_who_was_slower_keeps_their_text_and_sees_what_it_would_change(priya, clara, rules):
    client = sign_in(clara)
    accept(client)
    form = page(client.get("/rules/edit/")).form("/rules/edit/")
    actions.save(by=priya, text="# Be kind\n\nAnd short.", base=1, is_asked=False)
    response = client.post("/rules/edit/", form | {"text": "# Be kind\n\nAnd long."})
    assert response.status_code == 409
    shown = page(response)
    assert "Priya Raman saved version 2" in shown.text
    assert (shown.first("del").text, shown.first("ins").text) == ("short", "long")
    assert shown.first("textarea", name="text").text == "# Be kind And long."
    assert UseRules.objects.count() == 2
    assert client.post("/rules/edit/", shown.form("/rules/edit/"))["Location"] == RULES
    assert UseRules.objects.last().text == "# Be kind\n\nAnd long."


@pytest.mark.parametrize("text", ["", " \n ", "x" * 30_001])
def test_no_rules_and_rules_without_end_come_back(priya, company, text):
    assert sign_in(priya).post("/rules/edit/", {"text": text, "base": 0}).status_code == 422
    assert not UseRules.objects.exists()


def test_what_somebody_writes_into_the_rules_hurts_nobody(priya, company):
    text = "<script>alert(1)</script>\n\n[x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    rules = actions.save(by=priya, text=text, base=0)
    assert not any(sign in rules.html for sign in ("<script", "javascript:", "<img", "onerror="))


def test_the_history_shows_word_by_word_what_changed(maya, priya, rules):
    new_rules(priya, "# Be kind\n\nAnd **long**.")
    client = sign_in(maya)
    shown = page(client.get("/rules/history/"))
    assert [(node.tag, node.text) for node in shown.all() if node.tag in {"ins", "del"}] == [
        ("del", "brief"),
        ("ins", "long"),
    ]
    assert shown.text.count("everybody was asked to accept it") == 2


def test_those_who_write_the_rules_see_who_has_not_accepted_them(priya, maya, ines, rules):
    PersonFactory(former=True, name="Gone Long Ago")  # noise
    client = sign_in(priya)
    accept(client)
    accept(sign_in(maya))
    shown = page(client.get("/rules/acceptances/"))
    assert "2 of 3" in shown.text
    assert shown.first("ul", "accepting").text == "Ines Lindqvist Customer care"
    have = page(client.get("/rules/acceptances/?show=accepted")).first("ul", "accepting").text
    assert "Maya Okafor" in have and "Ines" not in have
    new_rules(priya)
    accept(client)
    assert "1 of 3" in page(client.get("/rules/acceptances/")).text
