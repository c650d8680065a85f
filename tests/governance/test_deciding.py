"""Moderators look at what was reported, and decide."""

from datetime import timedelta

import pytest
from django.urls import reverse

from intranet.governance.models import Decision, Report
from intranet.people.models import Role
from microblog.actions import updates
from microblog.blogs.actions import questions
from microblog.models import Update
from tests.factories import (
    ArticleFactory,
    BlogFactory,
    PersonFactory,
    PostFactory,
    SectionFactory,
    UpdateFactory,
)
from tests.support import again, page, sign_in, texts
from tests.support.reports import decide, desk, number, report, waiting, where
from wiki.actions import pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def rude(tom):
    return UpdateFactory(author=tom, text="You are all fools")


def test_the_desk_shows_what_was_said_by_whom_and_who_reported_it_why(olu, maya, ines, rude, company):
    UpdateFactory(text="Lunch at noon")  # noise
    report(maya, rude, "Rude")
    report(ines, rude)
    [card] = desk(olu).all("article", "case")
    assert "You are all fools" in card.first("blockquote").text
    for words in (
        "Update by Tom Berger",
        "Everyone at Northwind",
        "2 reports",
        "Maya Okafor",
        ": Rude",
        "Ines Lindqvist",
    ):
        assert words in card.text
    links = {link.text: link.attrs["href"] for link in card.all("a")}
    assert links["History"] == reverse("microblog:history", args=[rude.pk])


def test_the_desk_is_for_moderators(maya, rude, company, olu, clara):
    report(maya, rude)
    assert sign_in(maya).get(reverse("governance:desk")).status_code == 403
    assert sign_in(maya).get(where("thing", rude)).status_code == 403
    assert sign_in(maya).post(where("decide", rude), {"down": 999}).status_code == 403
    assert waiting(olu) == waiting(clara) == ["Update by Tom Berger"]


def test_what_is_left_stays_and_the_reporter_hears_so(olu, maya, ines, rude, company):
    report(maya, rude, "Rude")
    other = UpdateFactory(author=ines, text="Another one")
    report(maya, other)
    client = sign_in(olu)
    decide(olu, rude, "kept", "He was joking.", client=client)
    assert waiting(olu) == ["Update by Ines Lindqvist"]
    decision = Decision.objects.get()
    assert (decision.outcome, decision.by, decision.word) == ("kept", olu, "He was joking.")
    assert Report.objects.get(about=rude.pk).decision == decision
    assert "You are all fools" in texts(client.get("/"))
    told = page(sign_in(maya).get(reverse("governance:mine"))).text
    assert "It stays." in told and "He was joking." in told and "It waits for a moderator." in told
    assert "Decided" in desk(olu).text and "Olu Adeyemi · 1 report" in desk(olu).text


def test_what_is_taken_down_is_retracted_and_its_author_is_told_without_a_name(olu, maya, tom, rude, stranger, company):
    report(maya, rude, "Rude")
    decide(olu, rude, "down", "Be kind.")
    rude.refresh_from_db()
    assert rude.is_retracted
    decision = Decision.objects.get()
    address = reverse("governance:decision", args=[decision.pk])
    said = page(sign_in(tom).get(address)).text
    assert "Be kind." in said and "Olu Adeyemi took it down" in said
    assert "Maya" not in said
    assert sign_in(stranger).get(address).status_code == 404
    assert sign_in(maya).get(address).status_code == 404
    assert "It was taken down." in page(sign_in(maya).get(reverse("governance:mine"))).text
    assert not waiting(olu)


def test_what_stays_is_no_news_for_its_author(olu, maya, tom, rude, company):
    report(maya, rude)
    decide(olu, rude, "kept", "Fine.")
    assert sign_in(tom).get(reverse("governance:decision", args=[Decision.objects.get().pk])).status_code == 404


def test_articles_sections_posts_and_questions_are_taken_down_as_their_rooms_do_it(olu, maya, tom, company):
    post = PostFactory(blog=BlogFactory(person=tom), author=tom)
    asked = questions.ask(by=tom, post=post, text="Who did this?", key="canary-key")
    article, section = ArticleFactory(owner=tom), SectionFactory(owner=tom)
    for thing in (asked, post, article, section):
        report(maya, thing)
        assert decide(olu, thing, "down").status_code == 302
    for thing in (post, article, section):
        thing.refresh_from_db()
        assert not thing.live
    assert hasattr(asked, "retraction")
    assert set(Decision.objects.values_list("outcome", flat=True)) == {"down"}
    assert Decision.objects.count() == 4
    assert desk(olu).text.count("It was taken down.") == 4 - 1  # the question went with its post


def test_a_section_that_holds_pages_stays_and_the_moderator_is_told_why(olu, maya, tom, company):
    section = SectionFactory(owner=tom)
    ArticleFactory(parent=section)
    report(maya, section)
    response = decide(olu, section, "down", "My word")
    assert response.status_code == 422
    assert "Pages stand in this section" in page(response).text
    assert page(response).first("textarea", name="word").text == "My word"
    assert not Decision.objects.exists()
    assert waiting(olu) == [section.title]


def test_two_who_decide_at_once_the_slower_is_told_who_was_faster(olu, clara, maya, rude, company):
    report(maya, rude)
    upto, address = Report.objects.get().pk, where("decide", rude)
    assert sign_in(clara).post(address, {"kept": upto, "word": "Fine"}).status_code == 302
    response = sign_in(olu).post(address, {"down": upto, "word": "Be kind"})
    assert response.status_code == 409
    assert "Clara Duarte decided" in page(response).first("div", "status").text
    rude.refresh_from_db()
    assert not rude.is_retracted
    assert [(each.by, each.outcome) for each in Decision.objects.all()] == [(clara, "kept")]


def test_a_report_that_comes_while_a_moderator_reads_is_not_decided_unread(olu, maya, ines, rude, company):
    report(maya, rude)
    upto, address = Report.objects.get().pk, where("decide", rude)
    report(ines, rude, "Look at the picture, too")
    sign_in(olu).post(address, {"kept": upto})
    [card] = desk(olu).all("article", "case")
    assert "1 report" in card.text and "Look at the picture" in card.text and "Maya" not in card.text
    sign_in(olu).post(address, {"down": Report.objects.latest("pk").pk})
    assert not Report.objects.open().exists()


def test_what_lies_in_a_closed_team_waits_for_administrators(olu, clara, maya, noor, closed_team, company):
    secret = UpdateFactory(author=noor, team=closed_team, text="Salary bands")
    page_of_team = ArticleFactory(parent=SectionFactory(team=closed_team), owner=noor, title="Bands")
    report(maya, secret, "Unfair")
    report(maya, page_of_team)
    report(maya, UpdateFactory(text="For all"))  # noise
    assert len(waiting(olu)) == 1
    assert len(waiting(clara)) == 3
    for thing in (secret, page_of_team):
        assert sign_in(olu).get(where("thing", thing)).status_code == 404
        assert sign_in(olu).post(where("decide", thing), {"down": 999}).status_code == 404
    decide(clara, secret, "down")
    assert "Pay review" not in desk(olu).text and "Noor" not in desk(olu).text
    assert "Noor Haddad" in desk(clara).text


def test_a_moderator_in_the_closed_team_decides_there(maya, noor, closed_team, company):
    inside = PersonFactory(moderator=True)
    closed_team.memberships.create(person=inside)
    report(maya, UpdateFactory(author=noor, team=closed_team))
    assert waiting(inside) == ["Update by Noor Haddad"]


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMIN])
def test_nobody_decides_about_their_own_words_or_learns_who_reported_them(maya, olu, company, role):
    judge = PersonFactory(role=role, name="The judge")
    own = UpdateFactory(author=judge, text="My words")
    report(maya, own, "Rude")
    assert waiting(olu) == ["Update by The judge"]
    assert waiting(judge) == []
    assert number(sign_in(judge)) == ""
    assert sign_in(judge).get(where("thing", own)).status_code == 404
    assert sign_in(judge).post(where("decide", own), {"kept": 999}).status_code == 404
    decide(olu, own, "kept")
    assert "Maya" not in desk(judge).text and "The judge" not in desk(judge).first("main").text


def test_the_number_in_the_frame_counts_things_and_is_for_moderators(olu, maya, ines, rude, company):
    client = sign_in(olu)
    assert number(client) == ""
    report(maya, rude)
    report(ines, rude)
    report(maya, UpdateFactory())
    assert number(client) == "2"
    assert not page(sign_in(maya).get("/people/")).all("span", id="rail-moderation")
    decide(olu, rude, "kept")
    assert number(client) == "1"


def test_what_many_reported_long_ago_comes_first(olu, maya, ines, tom, company):
    few, many = UpdateFactory(author=PersonFactory(name="Few")), UpdateFactory(author=PersonFactory(name="Many"))
    report(maya, few)
    for person in (maya, ines, tom):
        report(person, many)
    assert waiting(olu) == ["Update by Many", "Update by Few"]
    old = Report.objects.filter(about=few.pk)
    old.update(at=old.get().at - timedelta(days=9))
    assert waiting(olu) == ["Update by Few", "Update by Many"]


def test_what_its_author_takes_back_waits_no_longer_and_the_reporter_hears_so(olu, maya, tom, rude, company):
    article = ArticleFactory(owner=tom)
    reply = updates.reply(by=tom, to=UpdateFactory(), text="Hm", key="the-key-of-it")
    for thing in (rude, article, reply):
        report(maya, thing)
    report(maya, UpdateFactory(author=tom, text="Still here"))  # noise
    updates.retract(by=tom, update=rude)
    updates.undo(by=tom, update=reply)
    pages.withdraw(by=tom, page=article)
    assert len(waiting(olu)) == 1
    assert list(Decision.objects.values_list("outcome", "by")) == [("gone", None)] * 3
    said = page(sign_in(maya).get(reverse("governance:mine"))).text
    assert said.count("It was gone before anybody decided.") == 3
    assert Update.objects.filter(pk=reply.pk).count() == 0


def test_the_same_thing_can_be_reported_again_after_a_decision(olu, maya, rude, company):
    report(maya, rude)
    decide(olu, rude, "kept")
    report(maya, rude, "He did it again")
    [card] = desk(olu).all("article", "case")
    assert "1 report" in card.text
    assert "Decided before" in page(sign_in(olu).get(where("thing", rude))).text


@pytest.mark.parametrize("kept", ["", "many", "²", "0", "9" * 40])
def test_a_press_that_says_nothing_decides_nothing(olu, maya, rude, company, kept):
    report(maya, rude)
    assert sign_in(olu).post(where("decide", rude), {"kept": kept}).status_code == 409
    assert Report.objects.open().count() == 1
    assert sign_in(olu).get(reverse("governance:thing", args=["update", 10**30])).status_code == 404


def test_one_press_leaves_it(olu, maya, rude, company):
    report(maya, rude)
    client = sign_in(olu)
    [button] = desk(olu).all("button", name="kept")
    shown = page(again(client, client.post(button.attrs["formaction"], {"kept": button.attrs["value"]})))
    assert "it stays" in shown.text
    assert not Report.objects.open().exists()
