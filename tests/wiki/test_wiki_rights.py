"""Who may write where, and who looks after what."""

import pytest
from django.urls import reverse

from intranet.kit import policy
from tests.factories import ArticleFactory, SectionFactory
from tests.support import page, sign_in
from tests.support.wiki import at, edit, write
from wiki.models import Article, Section, SectionPublisher

pytestmark = pytest.mark.django_db


def may_write(person, section) -> bool:
    response = write(sign_in(person), section, f"By {person.username}")
    return response.status_code == 302


def test_everybody_writes_where_nobody_is_named(stranger, company):
    assert may_write(stranger, SectionFactory())


def test_where_somebody_is_named_only_they_and_moderators_write(maya, tom, olu, stranger, company, team):
    section = SectionFactory(publishers=[tom])
    assert [may_write(person, section) for person in (tom, olu, maya, stranger)] == [True, True, False, False]


def test_a_team_that_is_named_writes(maya, tom, stranger, company, team):
    section = SectionFactory(publishers=[team])
    assert [may_write(person, section) for person in (maya, tom, stranger)] == [True, True, False]


def test_the_nearest_section_that_names_somebody_counts(maya, tom, company):
    top = SectionFactory(publishers=[tom])
    below = SectionFactory(parent=top)
    inner = SectionFactory(parent=below, publishers=[maya])
    assert may_write(tom, below)
    assert not may_write(maya, below)
    assert may_write(maya, SectionFactory(parent=inner))
    assert not may_write(tom, inner)


def test_who_may_not_write_reads_and_sees_no_way_to_write(stranger, tom, company):
    section = SectionFactory(publishers=[tom])
    article = ArticleFactory(parent=section, owner=tom)
    client = sign_in(stranger)
    for each in (section, article):
        shown = page(client.get(each.get_absolute_url()))
        assert not shown.all("a", href=reverse("writing:edit", args=[each.pk]))
        assert edit(client, each, title="Mine").status_code == 403
    for name in ("care", "move", "withdrawal", "review"):
        assert client.post(at(name, article), {}).status_code == 403, name
    assert client.post(at("settings", section), {}).status_code == 403
    assert Article.objects.get(pk=article.pk).title == article.title


def test_nobody_moves_a_page_to_where_they_may_not_write(maya, tom, company):
    article = ArticleFactory(parent=SectionFactory())
    shut = SectionFactory(publishers=[tom])
    assert sign_in(maya).post(at("move", article), {"under": shut.pk}).status_code == 403


def test_who_made_a_section_says_who_writes_in_it(maya, tom, stranger, company, team):
    write(sign_in(maya), None, "Billing", kind="section", hue=1)
    section = Section.objects.get()
    response = sign_in(maya).post(at("settings", section), {"audience": "", "teams": [team.pk], "people": "@Stranger"})
    assert response.status_code == 302
    assert set(section.publishers.values_list("team", "person")) == {(team.pk, None), (None, stranger.pk)}
    sign_in(maya).post(at("settings", section), {"audience": "", "people": ""})
    assert not SectionPublisher.objects.exists()


def test_a_name_that_nobody_has_is_said_to_be_wrong(olu, company):
    section = SectionFactory()
    response = sign_in(olu).post(at("settings", section), {"audience": "", "people": "nobody.here"})
    assert response.status_code == 422
    assert "Nobody here has the username “nobody.here”." in page(response).text


def test_an_article_is_vouched_for_by_its_owner_their_team_and_moderators(maya, tom, ines, olu, stranger, team):
    article = ArticleFactory(owner=ines, owner_team=team)
    vouching = [
        person for person in (ines, maya, tom, olu, stranger) if policy.allows(person, "article.verify", article)
    ]
    assert vouching == [ines, maya, tom, olu]


def test_what_nobody_owns_is_vouched_for_by_whoever_may_write_there(stranger, tom):
    assert policy.allows(stranger, "article.verify", ArticleFactory())
    shut = ArticleFactory(parent=SectionFactory(publishers=[tom]))
    assert not policy.allows(stranger, "article.verify", shut)
    assert policy.allows(tom, "article.verify", shut)
