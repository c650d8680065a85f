"""A report from two presses to the moderators' desk, and what became of it back to who sent it and to who wrote it."""

import pytest

from tests.factories import ArticleFactory, BlogFactory, PostFactory, UpdateFactory
from tests.support import page, sign_in
from tests.support.notices import groups, lines
from tests.support.reports import decide, report, waiting, where
from tests.support.saying import reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(company, tom, clara):
    """What Tom wrote, by what it is, with its title as moderators read it."""
    post = PostFactory(blog=BlogFactory(person=tom, title="From the shelf"), author=tom, title="Fools, all of you")
    under = PostFactory(blog=BlogFactory(person=clara), author=clara, title="We are moving")
    return {
        "update": (UpdateFactory(author=tom, text="You are all fools"), "Update by Tom Berger"),
        "comment": (reply(tom, under.announcement.update, "Only fools move"), "Reply by Tom Berger"),
        "article": (ArticleFactory(title="How to spot fools", owner=tom), "How to spot fools"),
        "post": (post, "Fools, all of you"),
    }


def press_report(client, thing, line: str):
    """Its link and, on the page behind, its button, with a line."""
    shown = page(client.get(thing.get_absolute_url().split("#")[0], follow=True))
    [link] = [link for link in shown.all("a") if link.attrs.get("href") == where("report", thing)]
    form = page(client.get(link.attrs["href"])).form("")
    return page(client.post(link.attrs["href"], form | {"line": line}, follow=True)).text


def reports_of(person) -> str:
    return page(sign_in(person).get("/reports/")).first("main").text


@pytest.mark.parametrize("name", ["update", "comment", "article", "post"])
def test_a_report_comes_to_the_desk_and_its_outcome_to_who_sent_it_and_who_wrote_it(name, words, maya, ines, tom, olu):
    thing, title = words[name]
    other = UpdateFactory(text="Lunch at noon")
    report(ines, other, "Not hers to say")  # noise
    assert "ou hear" in press_report(sign_in(maya), thing, "Very rude")
    assert sorted(waiting(olu)) == sorted([title, f"Update by {other.author.name}"])
    [told] = [line for line in groups(olu) if title in line.text]
    assert "Somebody reported" in told.text and "Maya" not in told.text
    case = sign_in(olu).get(told.first("div").first("a").attrs["href"])
    assert "Very rude" in page(case).first("main").text
    assert "It waits for a moderator." in reports_of(maya)

    assert decide(olu, thing, "down", "Be kind.").status_code == 302
    assert waiting(olu) == [f"Update by {other.author.name}"]
    [heard] = [line for line in groups(maya) if "There is an answer about" in line.text]
    assert heard.first("div").first("a").attrs["href"].startswith("/reports/#report-")
    assert "It was taken down." in reports_of(maya) and "Be kind." in reports_of(maya)
    [heard] = [line for line in groups(tom) if "The moderators took down" in line.text]
    said = page(sign_in(tom).get(heard.first("div").first("a").attrs["href"])).first("main").text
    assert "Be kind." in said and "Maya" not in said and "Very rude" not in said
    if name in {"update", "comment"}:
        shown = page(sign_in(ines).get(thing.get_absolute_url().split("#")[0], follow=True)).first("main").text
        assert "The moderators took this" in shown and "was retracted" not in shown


def test_nobody_reads_what_somebody_else_reported_or_what_became_of_it(words, maya, ines, tom, olu, stranger):
    thing, _ = words["update"]
    report(maya, thing, "Very rude")
    report(ines, thing, "Not nice")
    decide(olu, thing, "kept", "He was joking.")
    assert "Very rude" in reports_of(maya) and "Not nice" not in reports_of(maya)
    assert "Not nice" in reports_of(ines) and "Very rude" not in reports_of(ines)
    for person in (tom, stranger):
        assert "joking" not in reports_of(person) and "rude" not in reports_of(person)
    for person in (maya, ines):
        [heard] = [line for line in lines(person) if "There is an answer about" in line]
        assert heard.startswith("Unread: There is an answer about"), "The line names nobody"
    assert not [line for line in lines(tom) if "moderators" in line]  # it stays, so there is nothing to tell him
