"""Looking after an article: its owner, until when it is correct, and what readers say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from search.models import Document
from tests.factories import ArticleFactory, HelpfulVoteFactory, ObjectionFactory, PersonFactory
from tests.support import again, page, sign_in
from tests.support.wiki import at, edit
from wiki.actions.care import GOOD_FOR
from wiki.models import HelpfulVote, Objection, Review, Watch

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def test_one_press_says_that_an_article_is_still_correct(tom, company):
    article = ArticleFactory(owner=tom, verified_until=TODAY() - timedelta(days=3))
    client = sign_in(tom)
    shown = page(again(client, client.post(at("review", article))))
    assert "Verified until" in shown.first("p", "meta").text
    article.refresh_from_db()
    assert article.verified_until == TODAY() + GOOD_FOR
    assert list(Review.objects.values_list("article", "by", "until")) == [(article.pk, tom.pk, article.verified_until)]
    assert Document.objects.get(kind="article", number=article.pk).verified_until.date() >= article.verified_until


def test_the_care_form_says_whose_it_is_and_until_when(maya, tom, company, team):
    article = ArticleFactory()
    until = TODAY() + timedelta(days=30)
    client = sign_in(maya)
    said = {"owner": "@Tom", "owner_team": team.pk, "topic": "", "tags": "#Billing, refunds", "verified_until": until}
    shown = page(again(client, client.post(at("care", article), said)))
    assert "Owner Tom Berger, Platform" in shown.first("p", "meta").text
    assert [chip.text for chip in shown.first("p", "chips").all("a")] == ["#billing", "#refunds"]
    article.refresh_from_db()
    assert article.verified_until == until


def test_an_article_that_stays_true_has_no_day(maya, company):
    article = ArticleFactory(verified_until=TODAY())
    sign_in(maya).post(at("care", article), {"is_evergreen": "on", "verified_until": TODAY() + timedelta(days=9)})
    article.refresh_from_db()
    assert (article.is_evergreen, article.verified_until) == (True, None)


def test_a_day_that_is_over_and_an_owner_that_nobody_is_are_refused(maya, company):
    article = ArticleFactory()
    said = {"owner": "nobody.here", "verified_until": TODAY() - timedelta(days=1)}
    response = sign_in(maya).post(at("care", article), said)
    assert response.status_code == 422
    assert "Nobody here has the username" in page(response).text
    assert "still to come" in page(response).text


def test_a_closed_team_that_owns_an_article_is_named_to_its_members_alone(maya, stranger, company, closed_team):
    article = ArticleFactory(owner_team=closed_team)
    assert "Pay review" in page(sign_in(maya).get(article.get_absolute_url())).first("p", "meta").text
    assert "Pay review" not in sign_in(stranger).get(article.get_absolute_url()).content.decode()
    assert "Pay review" not in sign_in(stranger).get(at("care", article)).content.decode()


def test_the_front_page_lists_what_is_ones_own_to_check(tom, maya, company, team):
    soon, late = TODAY() + timedelta(days=5), TODAY() - timedelta(days=5)
    ArticleFactory(title="Due", owner=tom, verified_until=soon)
    ArticleFactory(title="Overdue", owner_team=team, verified_until=late)
    ObjectionFactory(article=ArticleFactory(title="Wrong", owner=tom, verified_until=TODAY() + GOOD_FOR))
    ArticleFactory(title="Fine", owner=tom, verified_until=TODAY() + GOOD_FOR)
    ArticleFactory(title="Of somebody else", owner=PersonFactory(), verified_until=late)
    mine = page(sign_in(tom).get("/wiki/")).first("aside", "aside").all("section", "panel")[0]
    assert [link.text for link in mine.all("a")] == ["Overdue", "Due", "Wrong"]
    assert ["1 says it is wrong" in each.text for each in mine.all("li")] == [False, False, True]


# --- Was this helpful? -----------------------------------------------------------------------------
def pressed(client, article) -> list[str]:
    buttons = page(client.get(article.get_absolute_url())).first("form", "helpful").all("button")
    return [button.text for button in buttons if button.attrs["aria-pressed"] == "true"]


def test_a_reader_says_once_whether_it_helped_and_may_think_again(maya, company):
    article, client = ArticleFactory(), sign_in(maya)
    assert pressed(client, article) == []
    for _ in range(2):
        assert client.post(at("vote", article), {"helpful": "yes"}).status_code == 302
    assert pressed(client, article) == ["Yes"]
    article.refresh_from_db()
    assert (HelpfulVote.objects.count(), article.helpful_count) == (1, 1)
    client.post(at("vote", article), {"helpful": "no"})
    assert pressed(client, article) == ["No"]
    client.post(at("vote", article), {"_method": "delete"})
    assert pressed(client, article) == []
    article.refresh_from_db()
    assert (HelpfulVote.objects.count(), article.helpful_count) == (0, 0)


def test_a_script_gets_only_the_question_back(maya, company):
    article = ArticleFactory()
    response = sign_in(maya).post(at("vote", article), {"helpful": "yes"}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert not page(response).all("main")
    assert page(response).first("button", value="yes").attrs["aria-pressed"] == "true"


def test_of_another_revision_one_may_say_something_else(maya, tom, company):
    article, client = ArticleFactory(), sign_in(maya)
    client.post(at("vote", article), {"helpful": "no"})
    edit(sign_in(tom), article, body="<p>Better.</p>")
    assert pressed(client, article) == []
    client.post(at("vote", article), {"helpful": "yes"})
    assert HelpfulVote.objects.count() == 2


def test_what_helps_most_stands_on_the_front_page(maya, company):
    ArticleFactory(title="Of no help")
    best, good = ArticleFactory(title="Best"), ArticleFactory(title="Good")
    for article, votes in ((best, 2), (good, 1)):
        for _ in range(votes):
            sign_in(PersonFactory()).post(at("vote", article), {"helpful": "yes"})
    HelpfulVoteFactory(article=good, is_helpful=False)
    needed = page(sign_in(maya).get("/wiki/")).first("section", aria_labelledby="needed")
    assert [link.text for link in needed.all("a")] == ["Best", "Good"]


# --- This is wrong ---------------------------------------------------------------------------------
def test_who_looks_after_an_article_reads_what_is_wrong_with_it(ines, tom, maya, company):
    article = ArticleFactory(owner=tom)
    client = sign_in(ines)
    shown = page(again(client, client.post(at("objections", article), {"line": "  The limit is  600 now. "})))
    assert "Thank you." in shown.text
    assert "The limit is 600 now." not in page(sign_in(maya).get(article.get_absolute_url())).text
    owners = sign_in(tom)
    shown = page(owners.get(article.get_absolute_url())).first("section", "objections")
    assert "Ines Lindqvist" in shown.text
    assert "The limit is 600 now." in shown.text
    owners.post(shown.first("button").attrs["formaction"])
    assert not page(owners.get(article.get_absolute_url())).all("section", "objections")
    objection = Objection.objects.get()
    assert objection.settled_by == tom
    assert objection.settled_at


def test_only_who_looks_after_it_settles_an_objection(maya, tom, company):
    objection = ObjectionFactory(article=ArticleFactory(owner=tom))
    address = f"/wiki/objections/{objection.pk}/settlement/"
    assert sign_in(maya).post(address).status_code == 403
    objection.refresh_from_db()
    assert objection.settled_at is None


@pytest.mark.parametrize("line", ["", "   ", "x" * 301])
def test_a_line_that_says_nothing_or_too_much_comes_back_with_what_to_do(maya, company, line):
    response = sign_in(maya).post(at("objections", ArticleFactory()), {"line": line})
    assert response.status_code == 422
    assert page(response).first("details", "wrong").all("p", "error")
    assert not Objection.objects.exists()


# --- Watching --------------------------------------------------------------------------------------
def test_a_reader_watches_a_page_and_stops(maya, company):
    article, client = ArticleFactory(), sign_in(maya)
    for _ in range(2):
        client.post(at("watch", article))
    assert list(Watch.objects.values_list("page", "person")) == [(article.pk, maya.pk)]
    assert "Watching" in page(client.get(article.get_absolute_url())).first("div", "tools").text
    client.post(at("watch", article), {"_method": "delete"})
    assert not Watch.objects.exists()


def test_who_clicks_twice_says_it_once(maya, tom, company):
    article = ArticleFactory(owner=tom)
    reader, owner = sign_in(maya), sign_in(tom)
    for _ in range(2):
        assert reader.post(at("objections", article), {"line": "The limit is 600 now."}).status_code == 302
        assert owner.post(at("review", article)).status_code == 302
    assert (Objection.objects.count(), Review.objects.count()) == (1, 1)
    reader.post(at("objections", article), {"line": "And the desk is on the second floor."})  # noise
    assert Objection.objects.count() == 2
