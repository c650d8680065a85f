"""A section for a closed team is for nobody else: not its pages, not their names, not that there is something."""

import pytest
from django.urls import reverse

from intranet.people.actions import teams
from search.models import Document
from tests.factories import ArticleFactory, SectionFactory, TeamFactory
from tests.support import page, sign_in
from tests.support.wiki import at, edit, meant, write
from wiki.models import Article, Section, WikiHome

pytestmark = pytest.mark.django_db
SECRET = "Heliotrope"


@pytest.fixture
def world(closed_team, noor):
    """An open section, a closed one in it, and pages in that."""
    top = SectionFactory(title="People")
    closed = SectionFactory(parent=top, title=f"{SECRET} round", team=closed_team, owner=noor)
    inner = SectionFactory(parent=closed, title=f"{SECRET} bands")
    open_page = ArticleFactory(parent=top, title="Holidays")
    secret = ArticleFactory(
        parent=inner,
        title=f"{SECRET} table",
        body=f'<p><a data-page="{open_page.pk}">holidays</a> <a data-wanted="{SECRET} wanted">w</a></p>',
    )
    open_page.refresh_from_db()
    return {
        "top": top,
        "closed": closed,
        "inner": inner,
        "secret": secret,
        "open": open_page,
        "home": WikiHome.the_one(),
    }


def addresses(world) -> list[str]:
    found = ["/wiki/", "/wiki/wanted/", "/wiki/new/", world["top"].get_absolute_url(), world["open"].get_absolute_url()]
    return [*found, at("move", world["open"]), at("text", world["open"]), at("care", world["open"])]


def hidden(world) -> list[str]:
    pages = [world["closed"], world["inner"], world["secret"]]
    found = [each.get_absolute_url() for each in pages] + [at("page", each, "guess") for each in pages]
    for name in ("page", "edit", "history", "compare"):
        found += [reverse(f"writing:{name}", args=[each.pk]) for each in pages]
    found += [at(name, world["secret"]) for name in ("text", "care", "move", "withdrawal")]
    return [*found, at("settings", world["closed"]), at("move", world["closed"])]


def test_pages_below_a_closed_one_are_for_the_same_team(world, closed_team):
    assert {each.audience for each in (world["closed"], world["inner"], world["secret"])} == {closed_team}


def test_a_stranger_learns_nothing_of_a_closed_section(stranger, company, world, closed_team):
    client = sign_in(stranger)
    for address in addresses(world):
        assert SECRET not in client.get(address).content.decode(), address
    for address in hidden(world):
        response = client.get(address)
        assert response.status_code == 404, address
        assert "Location" not in response
        assert SECRET not in response.content.decode()


def test_nor_does_a_stranger_change_anything_there(stranger, company, world):
    client, secret = sign_in(stranger), world["secret"]
    for name in ("vote", "objections", "watch", "review", "withdrawal", "move", "care"):
        assert client.post(at(name, secret), {"helpful": "yes", "line": "no"}).status_code == 404, name
    assert client.post(at("settings", world["closed"]), {}).status_code == 404
    assert edit(client, secret, title="Mine").status_code == 404
    assert write(client, world["inner"], "Mine").status_code == 404
    assert client.post(at("move", world["open"]), {"under": world["inner"].pk}).status_code == 422
    assert not Article.objects.filter(title="Mine").exists()


def test_members_and_administrators_read_it(maya, clara, company, world):
    for person in (maya, clara):
        client = sign_in(person)
        assert page(client.get(world["secret"].get_absolute_url())).first("h1").text == f"{SECRET} table"
        panels = page(client.get(world["open"].get_absolute_url())).all("section", "panel")
        links = [each for each in panels if "hidden" not in each.attrs]
        assert [each.first("a").text for each in links] == [f"{SECRET} table"]
        assert SECRET in page(client.get("/wiki/wanted/")).text
        assert "closed" in page(client.get(world["top"].get_absolute_url())).first("nav", aria_label="Wiki").text


def test_who_leaves_the_team_reads_nothing_from_then_on(maya, company, world, closed_team):
    client = sign_in(maya)
    assert SECRET in client.get(world["top"].get_absolute_url()).content.decode()
    teams.leave(by=maya, team=closed_team)
    assert SECRET not in client.get(world["top"].get_absolute_url()).content.decode()
    assert client.get(world["secret"].get_absolute_url()).status_code == 404


def test_only_the_team_finds_it(world, closed_team, maya, stranger):
    assert Document.objects.visible_to(maya).filter(title__contains=SECRET).count() == 3
    assert not Document.objects.visible_to(stranger).filter(title__contains=SECRET).exists()


def test_a_link_to_a_closed_page_is_plain_text_for_others(maya, stranger, company, world):
    linking = ArticleFactory(body=f'<p>See <a data-page="{world["secret"].pk}">this</a>.</p>')
    prose = page(sign_in(stranger).get(linking.get_absolute_url())).first("div", "prose")
    assert prose.text == "See this."
    assert not prose.all("a")
    assert page(sign_in(maya).get(linking.get_absolute_url())).first("div", "prose").all("a")


# --- Closing and opening ---------------------------------------------------------------------------
def settings(client, section, audience, **more):
    return client.post(at("settings", section), {"audience": audience.pk if audience else "", "people": "", **more})


def test_who_closes_a_section_is_told_how_many_pages_it_is_about(noor, stranger, company, closed_team):
    section = SectionFactory(title="Pay", owner=noor)
    article = ArticleFactory(parent=SectionFactory(parent=section), title="Bands")
    client = sign_in(noor)
    shown = page(settings(client, section, closed_team))
    assert "Only members of Pay review and administrators will see 3 pages then." in shown.text
    article.refresh_from_db()
    assert article.audience is None
    assert settings(client, section, closed_team, sure=meant(closed_team)).status_code == 302
    article.refresh_from_db()
    assert article.audience == closed_team
    assert sign_in(stranger).get(article.get_absolute_url()).status_code == 404
    assert not Document.objects.visible_to(stranger).filter(title="Bands").exists()


def test_who_opens_a_section_again_opens_all_of_it(noor, stranger, company, world):
    client = sign_in(noor)
    shown = page(settings(client, world["closed"], None))
    assert "Everyone at Northwind will see 3 pages then." in shown.text
    settings(client, world["closed"], None, sure=meant(None))
    assert sign_in(stranger).get(world["secret"].get_absolute_url()).status_code == 200


def test_a_section_in_a_closed_one_cannot_be_opened_or_given_away(clara, company, world, closed_team):
    client, other = sign_in(clara), TeamFactory(closed=True, name="Board")
    for audience in (None, other):
        assert settings(client, world["inner"], audience, sure=meant(audience)).status_code == 422
        world["inner"].refresh_from_db()
        assert world["inner"].audience == closed_team


def test_nobody_gives_a_section_to_a_closed_team_that_they_are_not_in(olu, company, closed_team):
    section = SectionFactory()
    response = settings(sign_in(olu), section, closed_team, sure=meant(closed_team))
    assert response.status_code == 422
    assert "Pay review" not in response.content.decode()
    assert Section.objects.get(pk=section.pk).audience is None


def test_whoever_gives_a_section_away_gives_nothing_away_that_they_do_not_see(stranger, company, world, closed_team):
    """The owner of an open section closes it for a team of their own, opens it, and moves it."""
    Section.objects.filter(pk=world["top"].pk).update(owner=stranger)
    team = TeamFactory(closed=True, name="Of the stranger", lead=stranger)
    shelf = SectionFactory(title="Shelf", team=team)
    client, top = sign_in(stranger), world["top"]
    hidden_ones = [world["closed"], world["inner"], world["secret"]]
    told = page(settings(client, top, team))
    assert "will see 2 pages then" in told.text  # the section and the article that they see
    home = world["home"]
    for deed, status in (
        (lambda: settings(client, top, team, sure=meant(team)), 302),
        (lambda: settings(client, top, None, sure=meant(None)), 302),
        (lambda: client.post(at("move", top), {"under": shelf.pk, "sure": meant(team, shelf)}), 422),
        (lambda: client.post(at("move", top), {"under": home.pk}), 302),
        (lambda: settings(client, top, team, sure=meant(team)), 302),
    ):
        assert deed().status_code == status
        for each in hidden_ones:
            each.refresh_from_db()
            assert each.audience == closed_team
            assert client.get(each.get_absolute_url()).status_code == 404
        assert SECRET not in client.get(Section.objects.get(pk=top.pk).get_absolute_url()).content.decode()
    world["open"].refresh_from_db()
    assert world["open"].audience == team  # noise: what they saw did go with it


def test_a_section_that_stays_closed_in_one_of_another_team_is_still_looked_after(noor, clara, company, world):
    team = TeamFactory(closed=True, name="Board")
    settings(sign_in(clara), world["top"], team, sure=meant(team))
    response = settings(sign_in(noor), world["closed"], world["closed"].audience, people="noor")
    assert response.status_code == 302
    assert [row.person for row in world["closed"].publishers.all()] == [noor]


# --- Moving ----------------------------------------------------------------------------------------
def test_a_closed_section_that_moves_into_an_open_one_stays_closed(noor, stranger, company, world, closed_team):
    elsewhere = SectionFactory(title="Archive")
    response = sign_in(noor).post(at("move", world["closed"]), {"under": elsewhere.pk})
    assert response.status_code == 302
    world["inner"].refresh_from_db()
    assert world["inner"].path.startswith(Section.objects.get(pk=elsewhere.pk).path)
    assert world["inner"].audience == closed_team
    assert SECRET not in sign_in(stranger).get(elsewhere.get_absolute_url()).content.decode()


def test_a_section_that_moves_out_of_a_closed_one_stays_closed_too(clara, company, world, closed_team):
    sign_in(clara).post(at("move", world["inner"]), {"under": world["top"].pk})
    world["secret"].refresh_from_db()
    assert world["secret"].audience == closed_team
    assert not world["secret"].path.startswith(world["closed"].path)


def test_an_article_that_moves_out_is_opened_only_by_who_says_so_and_means_it(clara, stranger, company, world):
    client, reader, out = sign_in(clara), sign_in(stranger), {"under": world["top"].pk}
    client.post(at("move", world["secret"]), out)
    assert reader.get(world["secret"].get_absolute_url()).status_code == 404
    shown = page(client.post(at("move", world["secret"]), out | {"opens": "on"}))
    assert "will see 1 page then" in shown.text
    assert reader.get(world["secret"].get_absolute_url()).status_code == 404
    client.post(at("move", world["secret"]), out | {"opens": "on", "sure": meant(None, world["top"])})
    assert SECRET in reader.get(world["secret"].get_absolute_url()).content.decode()
    assert reader.get(world["closed"].get_absolute_url()).status_code == 404  # noise: what stayed is as it was


def test_what_moves_into_a_closed_section_is_closed_after_one_was_asked(noor, stranger, company, world, closed_team):
    section = SectionFactory(title="Bonus", owner=noor)
    article = ArticleFactory(parent=section, title="Bonus table")
    client = sign_in(noor)
    shown = page(client.post(at("move", section), {"under": world["closed"].pk}))
    assert "will see 2 pages then" in shown.text
    client.post(at("move", section), {"under": world["closed"].pk, "sure": meant(closed_team, world["closed"])})
    article.refresh_from_db()
    assert article.audience == closed_team
    assert sign_in(stranger).get(article.get_absolute_url()).status_code == 404
    assert not Document.objects.visible_to(stranger).filter(title="Bonus table").exists()


def test_a_title_that_a_closed_page_has_is_as_good_as_any_where_a_page_moves_to(stranger, company, world):
    """Else one could try titles until one is refused."""
    client, top = sign_in(stranger), world["top"]
    mine = ArticleFactory(title=world["closed"].title, owner=stranger)
    assert client.post(at("move", mine), {"under": top.pk}).status_code == 302
    mine.refresh_from_db()
    assert mine.path.startswith(Section.objects.get(pk=top.pk).path)
    for _ in range(2):  # it is taken out, and brought back to where the other stands
        client.post(at("withdrawal", mine), {})
        assert client.post(at("withdrawal", mine), {"_method": "delete"}).status_code == 302
    assert client.get(mine.get_absolute_url()).status_code == 200


def test_a_section_does_not_move_below_itself(olu, company):
    section = SectionFactory()
    inner = SectionFactory(parent=section)
    response = sign_in(olu).post(at("move", section), {"under": inner.pk})
    assert response.status_code == 422
    assert Section.objects.get(pk=inner.pk).path.startswith(Section.objects.get(pk=section.pk).path)
