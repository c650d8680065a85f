"""Somebody who was about to ask says "this solved it": it counts once, and those who look after the article see it."""

import pytest

from intranet.audit.models import Entry
from intranet.notifications.models import Notice
from search.models import Document, Solved
from tests.factories import ArticleFactory, PersonFactory
from tests.support import page, sign_in
from tests.support.asking import ask
from tests.support.search import say
from tests.support.similar import solved_by
from wiki.actions import voices
from wiki.models import Article

pytestmark = pytest.mark.django_db
DELETE = {"_method": "delete"}
SCRIPT = {"X-Fragment": "solved"}


@pytest.fixture
def article(company, ines):
    ArticleFactory(title="Noise", owner=ines)
    return ArticleFactory(title="Refunds to the card", owner=ines)


def press(person, thing, fields=None, **more):
    return sign_in(person).post(solved_by(thing), fields or {}, **more)


def shown(person, article) -> str:
    """What the page of the article says of it."""
    panels = page(sign_in(person).get(article.get_absolute_url())).all("section", id=f"solved-{article.pk}")
    return "".join(panel.first("p").text for panel in panels if "hidden" not in panel.attrs)


def told(person) -> int:
    return Notice.objects.filter(kind="article.solved", to=person).count()


def test_it_counts_once_for_each_person_and_its_owner_sees_how_often(article, ines, maya, tom):
    assert shown(ines, article) == ""
    for person in (maya, maya, tom):
        assert press(person, article).status_code == 302
    assert shown(ines, article) == "Solved 2 questions before they were asked."
    assert shown(maya, article) == "", "Others read how often it helped, and no more"
    other = ArticleFactory(title="Other", owner=ines)
    press(maya, other)
    assert shown(ines, other) == "Solved a question before it was asked."  # noise


def test_the_owner_is_told_that_it_helped_and_not_whom(article, ines, maya, tom):
    for person in (maya, tom, ines):
        press(person, article)
    tray = page(sign_in(ines).get("/notices/")).first("main").text
    assert "Somebody need not ask any more, thanks to" in tray
    assert "Refunds to the card" in tray
    assert told(ines) == 1
    assert not Notice.objects.filter(kind="article.solved").exclude(by=None).exists()
    assert "Maya" not in tray


def test_a_team_that_owns_it_is_told_but_nobody_of_what_they_did_themselves(company, team, maya, tom):
    article = ArticleFactory(title="Owned", owner_team=team)
    press(maya, article)
    assert (told(tom), told(maya)) == (1, 0)
    assert shown(maya, article) == shown(tom, article) == "Solved a question before it was asked."


def test_who_pressed_the_wrong_button_takes_it_back(article, ines, maya, tom):
    press(maya, article)
    press(tom, article)
    press(maya, article, DELETE)
    press(maya, article, DELETE)
    assert shown(ines, article) == "Solved a question before it was asked."
    assert told(ines) == 1
    press(tom, article, DELETE)
    assert (shown(ines, article), told(ines)) == ("", 0)


def test_an_article_that_is_deleted_meanwhile_thanks_nobody_and_breaks_nothing(article, maya, ines):
    found = Document.objects.get(kind="article", number=article.pk)
    article.delete()
    assert Article.objects.count() == 1  # noise
    for is_so in (True, False):
        voices.solved(by=maya, number=found.number, is_so=is_so)
    assert told(ines) == 0


def test_a_script_is_told_in_a_line_and_nothing_goes_to_the_trail(article, maya):
    before = Entry.objects.count()
    answer = page(press(maya, article, headers=SCRIPT))
    assert "Good." in answer.text
    assert answer.first("a").attrs["href"] == article.get_absolute_url()
    assert answer.first("button").attrs["formaction"] == solved_by(article)
    assert press(maya, article, DELETE, headers=SCRIPT).status_code == 204
    assert Entry.objects.count() == before


def test_a_question_counts_too_and_what_is_no_answer_does_not(company, maya, tom):
    question, remark = ask(sign_in(maya), "Where do parcels go?"), say(maya, "Parcels go there")
    assert press(tom, question).status_code == 302
    assert press(tom, remark).status_code == 404
    assert sign_in(tom).post("/search/solved/banana/1/").status_code == 404
    assert Solved.objects.count_of("update", question.pk) == 1
    assert Solved.objects.count() == 1


def test_nobody_presses_for_what_they_may_not_read(company, closed_team, maya, noor, stranger):
    article = ArticleFactory(title="Pay bands", team=closed_team, owner=noor)
    assert press(stranger, article).status_code == 404
    assert press(maya, article).status_code == 302  # noise
    assert told(noor) == 1
    assert shown(noor, article) == "Solved a question before it was asked."


def test_an_owner_who_may_not_read_it_any_more_is_not_told(company, closed_team, maya):
    article = ArticleFactory(title="Pay bands", team=closed_team, owner=PersonFactory())
    press(maya, article)
    assert not Notice.objects.filter(kind="article.solved").exists()
