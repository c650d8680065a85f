"""Somebody asks the moderators to look at something."""

import pytest
from django.urls import reverse

from intranet.audit.models import Entry
from intranet.governance.actions import reports
from intranet.governance.forms import ReportForm
from intranet.governance.models import Report
from microblog.actions import updates
from microblog.blogs.actions import questions
from tests.factories import ArticleFactory, BlogFactory, PersonFactory, PostFactory, SectionFactory, UpdateFactory
from tests.support import again, page, sign_in
from tests.support.reports import report, where

pytestmark = pytest.mark.django_db


@pytest.fixture
def rude(tom):
    return UpdateFactory(author=tom, text="You are all fools")


def test_two_presses_report_an_update(maya, rude, company):
    UpdateFactory(text="Lunch at noon")  # noise
    client = sign_in(maya)
    card = next(card for card in page(client.get("/")).all("article", "update") if "fools" in card.text)
    [link] = [link for link in card.all("a") if "Report" in link.text]
    form = page(client.get(link.attrs["href"]))
    assert "You are all fools" in form.first("blockquote").text
    shown = page(again(client, client.post(link.attrs["href"], form.form(""))))
    assert "You hear" in shown.text or "you hear" in shown.text
    assert list(Report.objects.values_list("kind", "about", "by", "line", "decision")) == [
        ("update", rude.pk, maya.pk, "", None)
    ]


def test_a_line_says_why_and_another_takes_its_place(maya, ines, rude, company):
    report(ines, rude, "Not nice")
    report(maya, rude, "  So\nrude ")
    assert "So rude" in page(sign_in(maya).get(where("report", rude))).first("input", name="line").attrs["value"]
    report(maya, rude, "Very rude")
    assert sorted(Report.objects.values_list("by__username", "line")) == [("ines", "Not nice"), ("maya", "Very rude")]


@pytest.mark.parametrize("goes", ["retract", "undo"])
def test_what_goes_while_the_form_is_sent_waits_for_no_moderator(maya, olu, tom, company, monkeypatch, goes):
    noise = UpdateFactory(author=tom)
    report(maya, noise)
    rude = UpdateFactory(author=tom, text="You are all fools")

    def is_valid(form):
        getattr(updates, goes)(by=tom, update=rude)
        return valid(form)

    valid = ReportForm.is_valid
    monkeypatch.setattr(ReportForm, "is_valid", is_valid)
    assert report(maya, rude).status_code == 404
    assert Report.objects.get().about == noise.pk


def test_a_line_that_is_too_long_comes_back(maya, rude, company):
    response = report(maya, rude, "x" * 301)
    assert response.status_code == 422
    assert page(response).first("input", name="line").attrs["value"] == "x" * 301
    assert not Report.objects.exists()


@pytest.fixture
def things(tom, company):
    post = PostFactory(blog=BlogFactory(person=tom), author=tom)
    return {
        "update": UpdateFactory(author=tom),
        "reply": UpdateFactory(author=tom, root=UpdateFactory()),
        "comment": UpdateFactory(author=tom, root=post.announcement.update),
        "article": ArticleFactory(owner=tom),
        "section": SectionFactory(owner=tom),
        "post": post,
        "question": questions.ask(by=tom, post=post, text="Who did this?", key="canary-key"),
    }


@pytest.mark.parametrize("name", ["update", "reply", "comment", "article", "section", "post", "question"])
def test_everything_that_people_write_has_a_report_that_leads_to_the_form(things, maya, name):
    thing = things[name]
    client = sign_in(maya)
    shown = page(client.get(thing.get_absolute_url().split("#")[0], follow=True))
    assert where("report", thing) in [link.attrs.get("href") for link in shown.all("a")]
    assert client.get(where("report", thing)).status_code == 200
    assert report(maya, thing).status_code == 302
    assert Report.objects.filter(about=thing.pk, by=maya).exists()


@pytest.mark.parametrize("name", ["update", "reply", "comment", "article", "section", "post", "question"])
def test_nobody_reports_their_own_words(things, tom, name):
    assert sign_in(tom).get(where("report", things[name])).status_code == 404
    assert report(tom, things[name]).status_code == 404
    assert not Report.objects.exists()


@pytest.mark.parametrize("name", ["article", "section", "post"])
def test_the_menu_of_ones_own_page_has_no_report(things, tom, name):
    shown = page(sign_in(tom).get(things[name].get_absolute_url()))
    assert where("report", things[name]) not in [link.attrs.get("href") for link in shown.all("a")]


def test_nobody_reports_what_they_do_not_see(stranger, maya, closed_team, noor, company):
    secret = UpdateFactory(author=noor, team=closed_team, text="Salary bands")
    article = ArticleFactory(parent=SectionFactory(team=closed_team), owner=noor)
    never = reverse("governance:report", args=["update", 999_999])
    for thing in (secret, article):
        response = sign_in(stranger).get(where("report", thing))
        assert response.status_code == sign_in(stranger).get(never).status_code == 404
        assert report(stranger, thing).status_code == 404
        assert report(maya, thing).status_code == 302  # noise: she is in the team


def test_what_is_gone_and_what_is_no_kind_of_thing_cannot_be_reported(maya, company):
    gone = UpdateFactory(retracted=True)
    assert report(maya, gone).status_code == 404
    for kind, number in (("person", maya.pk), ("update", 10**30), ("update'--", 1)):
        assert sign_in(maya).get(reverse("governance:report", args=[kind, number])).status_code == 404


def test_who_reports_without_end_is_asked_to_stop_and_keeps_the_line(maya, rude, company, monkeypatch):
    monkeypatch.setattr(reports, "MOST_A_DAY", 2)
    report(maya, UpdateFactory())
    report(maya, rude, "Rude")
    third = UpdateFactory()
    response = report(maya, third, "This, too")
    assert response.status_code == 429
    assert page(response).first("input", name="line").attrs["value"] == "This, too"
    assert report(maya, rude, "Still rude").status_code == 302  # what was sent before may be said better
    assert report(PersonFactory(), third).status_code == 302
    assert Report.objects.count() == 3


def test_the_trail_knows_that_it_was_reported_and_not_by_whom(maya, rude, company):
    report(maya, rude, "Rude")
    entry = Entry.objects.get(action="report.sent")
    assert (entry.by_id, entry.about_kind) == (None, "governance.report")
    assert "Maya" not in str(entry) and "Rude" not in str(entry.details)
