"""A closed section inside an open one, or inside one of another team, stays for whom it is."""

import pytest
from django.db.models import ProtectedError

from tests.factories import ArticleFactory, SectionFactory, TeamFactory
from tests.support import page, sign_in
from tests.support.wiki import at, meant, write
from wiki.models import Article, Section, WikiHome

pytestmark = pytest.mark.django_db
SECRET = "Heliotrope"


@pytest.fixture
def top(tom):
    """An open section that Tom made, which holds a page for everybody."""
    section = SectionFactory(title="People", owner=tom)
    ArticleFactory(parent=section, title="Holidays")
    return section


@pytest.fixture
def secret(top, closed_team, noor):
    """A page in a section of `top` that is for a closed team; Tom is not in it."""
    closed = SectionFactory(parent=top, title=f"{SECRET} round", team=closed_team, owner=noor)
    return ArticleFactory(parent=closed, title=f"{SECRET} table")


@pytest.fixture
def board(tom):
    return TeamFactory(name="Board", closed=True, lead=tom)


def audience(article):
    return Article.objects.get(pk=article.pk).audience


def settings(client, section, audience, **more):
    return client.post(at("settings", section), {"audience": audience.pk if audience else "", "people": "", **more})


# --- Opening, closing and moving what holds it -----------------------------------------------------
def test_who_moves_a_section_moves_what_is_closed_in_it_unopened(olu, tom, company, top, secret, closed_team):
    elsewhere = SectionFactory(title="Archive")
    assert sign_in(olu).post(at("move", top), {"under": elsewhere.pk}).status_code == 302
    assert audience(secret) == closed_team
    assert sign_in(tom).get(secret.get_absolute_url()).status_code == 404


def test_who_closes_a_section_gets_nothing_of_another_team_in_it(tom, company, top, secret, closed_team, board):
    client, open_page = sign_in(tom), Article.objects.get(title="Holidays")
    assert settings(client, top, board, sure=meant(board)).status_code == 302
    assert (audience(open_page), audience(secret)) == (board, closed_team)
    assert client.get(secret.get_absolute_url()).status_code == 404
    settings(client, top, None, sure=meant(None))
    assert (audience(open_page), audience(secret)) == (None, closed_team)


def test_what_holds_pages_of_another_team_moves_into_a_closed_section_by_administrators_alone(
    tom, clara, company, top, secret, closed_team, board
):
    under = SectionFactory(title="Board", team=board, owner=tom)
    response = sign_in(tom).post(at("move", top), {"under": under.pk, "sure": meant(board, under)})
    assert response.status_code == 422
    assert "Ask an administrator." in page(response).text
    assert SECRET not in response.content.decode()
    assert audience(secret) == closed_team
    assert sign_in(clara).post(at("move", top), {"under": under.pk, "sure": meant(board, under)}).status_code == 302
    assert audience(secret) == board


def test_what_stands_in_a_section_of_another_team_is_handed_over_by_nobody_who_does_not_see_it(
    tom, company, top, secret, closed_team, board
):
    outer = SectionFactory(title="Board", team=board, owner=tom)
    Section.objects.get(pk=top.pk).move(Section.objects.get(pk=outer.pk), "last-child")
    Section.objects.filter(pk=top.pk).update(audience=None)
    Article.objects.filter(pk=secret.pk).update(audience=closed_team)
    response = settings(sign_in(tom), top, board, sure=meant(board))
    assert response.status_code == 422
    assert audience(secret) == closed_team


# --- Titles that stand there already ---------------------------------------------------------------
def test_a_page_moves_to_where_a_hidden_one_has_its_name(stranger, company, top, secret):
    SectionFactory(parent=top, title="Salary", team=secret.audience)
    article = ArticleFactory(title="Salary")
    client = sign_in(stranger)
    assert client.post(at("move", article), {"under": top.pk}).status_code == 302
    assert write(client, top, "Salary").status_code == 302
    assert client.get(Article.objects.get(pk=article.pk).get_absolute_url()).status_code == 200


# --- What is said of pages that one does not see ---------------------------------------------------
def test_who_is_asked_hears_of_no_more_pages_than_they_see(tom, company, top, secret, board):
    client = sign_in(tom)
    asked = page(settings(client, top, board, sure="yes"))  # which no form sends
    assert "will see 2 pages then" in asked.text
    other = TeamFactory(name="Other", closed=True, lead=tom)
    again = page(settings(client, top, other, sure=meant(board)))
    assert "Only members of Other" in again.text
    assert Section.objects.get(pk=top.pk).audience is None


def test_a_section_that_holds_hidden_pages_alone_is_not_said_to_hold_any(tom, company, noor, closed_team):
    section = SectionFactory(title="Empty", owner=tom)
    SectionFactory(parent=section, title=SECRET, team=closed_team, owner=noor)
    client = sign_in(tom)
    shown = page(client.post(at("withdrawal", section), follow=True))
    assert "This section cannot be taken out. Ask a moderator." in shown.text
    assert "Pages stand" not in shown.text
    assert Section.objects.get(pk=section.pk).live


def test_what_was_never_published_is_not_called_taken_out_and_published_by_nobody(stranger, tom, company):
    home = WikiHome.the_one()
    home.add_child(instance=Article(title="Layoffs in May", live=False))
    article = Article.objects.get(title="Layoffs in May")
    ArticleFactory(title="Old prices", out=True)
    client = sign_in(stranger)
    shown = client.get("/wiki/").content.decode()
    assert "Old prices" in shown
    assert "Layoffs" not in shown
    assert client.post(at("withdrawal", article), {"_method": "delete"}).status_code == 404
    assert not Article.objects.get(pk=article.pk).live


# --- Rights over what others own -------------------------------------------------------------------
def test_care_of_an_article_is_not_taken_by_whoever_may_write_there(stranger, tom, company):
    article = ArticleFactory(owner=tom)
    client = sign_in(stranger)
    assert client.post(at("care", article), {"owner": "stranger"}).status_code == 403
    assert "Owner and care" not in client.get(article.get_absolute_url()).content.decode()
    owners = sign_in(tom)
    response = owners.post(at("care", article), {"owner": "tom", "verified_until": "9999-01-01"})
    assert response.status_code == 422
    assert "within two years" in page(response).text
    assert owners.post(at("care", article), {"owner": "stranger", "verified_until": ""}).status_code == 302
    assert Article.objects.get(pk=article.pk).owner == stranger


def test_nobody_takes_an_article_of_others_away_from_its_readers_by_moving_it(noor, tom, company, closed_team):
    article, closed = ArticleFactory(owner=tom, title="Everybody’s"), SectionFactory(title="Pay", team=closed_team)
    said = {"under": closed.pk, "sure": meant(closed_team, closed)}
    assert sign_in(noor).post(at("move", article), said).status_code == 403
    assert sign_in(tom).get(article.get_absolute_url()).status_code == 200
    assert sign_in(noor).post(at("move", article), {"under": SectionFactory().pk}).status_code == 302  # noise: as open


def test_a_closed_team_that_one_does_not_see_goes_on_writing_and_owning(tom, olu, company, team, closed_team):
    section = SectionFactory(title="People", owner=tom, publishers=[closed_team])
    article = ArticleFactory(owner_team=closed_team)
    settings(sign_in(tom), section, None, teams=[team.pk])
    assert set(section.publishers.values_list("team", flat=True)) == {closed_team.pk, team.pk}
    settings(sign_in(tom), section, None)
    assert set(section.publishers.values_list("team", flat=True)) == {closed_team.pk}
    with pytest.raises(ProtectedError):
        closed_team.delete()
    assert sign_in(olu).post(at("care", article), {"owner": "tom"}).status_code == 302
    assert Article.objects.get(pk=article.pk).owner_team == closed_team
