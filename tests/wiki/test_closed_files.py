"""What a closed page shows is opened by nothing that somebody writes elsewhere."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intranet.people.actions import teams
from intranet.writing.actions import files
from intranet.writing.models import FileUse
from search.models import Document as Found
from tests.factories import ArticleFactory, SectionFactory
from tests.support import sign_in
from tests.support.pictures import upload
from tests.support.wiki import edit, write
from wiki.models import OutlineChange

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def file(noor):
    files.take_file(by=noor, upload=upload(b"Noise", "noise.txt"))
    return files.take_file(by=noor, upload=upload(b"Band 4 and 5", "bands.txt"))


@pytest.fixture
def picture(noor):
    return files.take_picture(by=noor, upload=upload(name="bands.png"))


@pytest.fixture
def secret(noor, closed_team, file, picture):
    """For the closed team alone: a page that shows a file and a picture."""
    body = f'{linked(file)}<figure data-picture="{picture.pk}"><img alt="Bands"></figure>'
    return ArticleFactory(title="Bands", team=closed_team, owner=noor, by=noor, body=body)


def linked(file) -> str:
    return f'<p>Hi <a data-file="{file.pk}">there</a>.</p>'


def test_a_number_that_a_stranger_plants_is_not_opened_by_the_next_who_saves(
    stranger, maya, company, secret, file, picture
):
    page, planter = ArticleFactory(title="Open", body="<p>Hi.</p>"), sign_in(stranger)
    figure = f'<figure data-picture="{picture.pk}"><img alt=""></figure>'
    assert edit(planter, page, body=linked(file) + figure).status_code == 302
    page.refresh_from_db()
    assert page.body == "<p>Hi there.</p>"
    assert edit(sign_in(maya), page, body=str(page.body).replace("Hi", "Hello")).status_code == 302
    assert planter.get(file.url).status_code == 404 == planter.get(picture.src).status_code
    assert edit(sign_in(maya), page, body=linked(file)).status_code == 302  # noise: she may, and says so
    assert planter.get(file.url).status_code == 200


def test_what_a_page_shows_stays_in_it_whoever_saves(stranger, maya, company, secret, file):
    page = ArticleFactory(title="Open", by=maya, body=linked(file))
    files.use(by=maya, kind="article", number=page.pk, documents=[file.pk])
    assert edit(sign_in(stranger), page, body=linked(file) + "<p>More.</p>").status_code == 302
    page.refresh_from_db()
    assert str(file.pk) in page.body


def test_a_new_page_and_one_that_is_restored_open_nothing_either(stranger, maya, company, secret, file):
    client = sign_in(stranger)
    assert write(client, None, "Trap", linked(file)).status_code == 302
    page = ArticleFactory(title="Open", by=stranger, body=linked(file))  # a revision as of before
    first = page.head
    edit(client, page, body="<p>Hi.</p>")
    page.refresh_from_db()
    client.post(reverse("writing:restore", args=[page.pk]), {"revision": first, "base": page.head})
    page.refresh_from_db()
    assert page.body == "<p>Hi there.</p>"
    assert set(FileUse.objects.exclude(document=None).values_list("number", flat=True)) == {secret.pk}


def test_a_page_that_nobody_answers_for_opens_nothing(company, secret, stranger, file):
    ArticleFactory(title="Copied", body=linked(file))
    assert sign_in(stranger).get(file.url).status_code == 404


def test_a_draft_opens_nothing_once_its_writer_may_no_longer_see_it(maya, company, closed_team, secret, file):
    page = ArticleFactory(title="Open")
    client = sign_in(maya)
    client.post(reverse("writing:draft", args=[str(page.pk)]), {"title": "x", "base": "0", "body": linked(file)})
    assert client.get(file.url).status_code == 200
    teams.leave(by=maya, team=closed_team)
    assert client.get(file.url).status_code == 404


def test_a_browser_asks_each_time_whether_it_may_still_show_a_file(maya, company, closed_team, secret, file, picture):
    client = sign_in(maya)
    for address in (file.url, picture.src):
        given = client.get(address)
        assert given["Cache-Control"] == "private, no-cache"
        unchanged = client.get(address, headers={"If-None-Match": given["ETag"]})
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
    teams.leave(by=maya, team=closed_team)
    assert client.get(file.url, headers={"If-None-Match": client.get(file.url).get("ETag", "")}).status_code == 404


# --- The back office -------------------------------------------------------------------------------
def test_what_the_office_deletes_is_found_no_more_nor_are_its_files(noor, clara, company, file):
    section = SectionFactory(title="Gone section")
    article = ArticleFactory(parent=section, title="Gone page", owner=noor, by=noor, body=linked(file))
    ArticleFactory(title="Noise that stays", owner=noor)
    found = Found.objects.standing()
    assert found.filter(kind="file").exists()
    sign_in(clara).post(reverse("wagtailadmin_pages:delete", args=[section.pk]), {})
    assert not type(article).objects.filter(pk=article.pk).exists()
    assert set(found.values_list("title", flat=True)) & {"Gone section", "Gone page", file.title} == set()
    assert found.filter(title="Noise that stays").exists()
    assert not FileUse.objects.filter(kind="article").exists()


def test_the_office_makes_no_alias(clara, company):
    article, section = ArticleFactory(title="Bands"), SectionFactory()
    sent = {"new_title": "Bands", "new_slug": "bands", "new_parent_page": section.pk}
    copy = reverse("wagtailadmin_pages:copy", args=[article.pk])
    response = sign_in(clara).post(copy, sent | {"alias": "on"}, follow=True)
    assert "Leave “alias” out." in response.content.decode()
    assert type(article).objects.count() == 1
    sign_in(clara).post(copy, sent)
    assert type(article).objects.filter(alias_of=None).count() == 2


def test_a_move_in_the_office_is_seen_in_the_tree_at_once(tom, clara, company):
    section, other = SectionFactory(title="Shop"), SectionFactory(title="Archive")
    article = ArticleFactory(parent=section, title="Prices")
    client = sign_in(tom)
    assert "Prices" in client.get(section.get_absolute_url()).content.decode()
    sign_in(clara).post(reverse("wagtailadmin_pages:move_confirm", args=[article.pk, other.pk]), {})
    assert "Prices" not in client.get(section.get_absolute_url()).content.decode()
    assert "Prices" in client.get(other.get_absolute_url()).content.decode()


def test_the_state_of_the_outline_is_folded_an_hour_later(company):
    for hours in (3, 2, 0, 0):
        OutlineChange.objects.create(at=timezone.now() - timedelta(hours=hours))
    young = OutlineChange.objects.filter(at__gt=timezone.now() - timedelta(hours=1)).count()
    assert OutlineChange.fold() == 1
    assert OutlineChange.objects.count() == young + 1
