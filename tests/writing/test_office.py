"""The back office overwrites nothing either, and leaves the columns of the desk true."""

import pytest
from django.urls import reverse

from intranet.writing.models import Change
from tests.factories.wiki import SectionFactory
from tests.support import again, page, sign_in
from tests.writing.conftest import FIRST, SECOND, THIRD
from wiki.models import Article

pytestmark = pytest.mark.django_db


def office(name: str, *args: int) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


@pytest.fixture
def form(article, clara):
    """The browser of an administrator in the back office, and its form as it was opened."""
    client = sign_in(clara)
    address = office("edit", article.pk)
    opened = page(client.get(address))
    return client, address, {name: text for name, text in fields(opened).items() if not name.startswith("action-")}


def fields(opened) -> dict[str, str]:
    form = opened.first("form", id="page-edit-form")
    sent = {node.attrs["name"]: node.attrs.get("value", "") for node in form.all("input") if "name" in node.attrs}
    return sent | {node.attrs["name"]: node.raw for node in form.all("textarea") if "name" in node.attrs}


def read(article, person) -> str:
    client = sign_in(person)
    return page(again(client, client.get(f"/pages/{article.pk}/"))).first("main").text


def saved_by(person, article, text: str) -> None:
    client = sign_in(person)
    sent = page(client.get(f"/pages/{article.pk}/edit/")).form("")
    assert client.post(f"/pages/{article.pk}/edit/", sent | {"markdown": text}).status_code == 302


@pytest.mark.parametrize("button", ["action-publish", "action-submit", ""])
def test_an_administrator_saves_in_markdown_and_it_is_on_the_page(form, article, tom, clara, button):
    client, address, sent = form
    assert sent["body"].strip() == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
    response = client.post(address, sent | {"body": "Written in the **office**.", button: "1"})
    assert response.status_code == 302
    assert "Written in the office." in read(article, tom)
    newest = Change.objects.filter(page=article).first()
    article.refresh_from_db()
    assert (newest.by, newest.revision_id, article.changed_by, article.version) == (clara, article.head, clara, 2)
    assert not article.has_unpublished_changes


@pytest.mark.parametrize("button", ["action-publish", ""])
def test_a_form_that_was_opened_before_somebody_saved_gets_409_and_keeps_its_text(form, article, tom, button):
    client, address, sent = form
    saved_by(tom, article, "Tom was faster.")
    response = client.post(address, sent | {"body": "Clara’s **own** words.", "title": "Hers", button: "1"})
    assert response.status_code == 409
    assert "Tom was faster." in read(article, tom)
    kept = fields(page(response))
    assert (kept["body"].strip(), kept["title"]) == ("Clara’s **own** words.", "Hers")
    assert "Somebody saved this page" in response.content.decode()
    assert Change.objects.filter(page=article).first().by == tom
    again_sent = {name: text for name, text in kept.items() if not name.startswith("action-")}
    assert client.post(address, again_sent | {button: "1"}).status_code == 302
    assert "Clara’s own words." in read(article, tom)


def test_an_old_revision_that_is_reverted_in_the_office_is_checked_as_well(form, article, tom):
    client, _, _ = form
    first = article.head
    saved_by(tom, article, "Second words.")
    address = office("revisions_revert", article.pk, first)
    sent = {name: text for name, text in fields(page(client.get(address))).items() if not name.startswith("action-")}
    saved_by(tom, article, "Third words.")
    edit = office("edit", article.pk)
    assert client.post(edit, sent | {"action-publish": "1"}).status_code == 409
    assert "Third words." in read(article, tom)


def test_whoever_edits_on_the_page_loses_nothing_to_the_office(form, article, tom):
    client, address, sent = form
    slow = sign_in(tom)
    opened = page(slow.get(f"/pages/{article.pk}/edit/")).form("")
    client.post(address, sent | {"body": "From the office.", "action-publish": "1"})
    response = slow.post(f"/pages/{article.pk}/edit/", opened | {"markdown": "From the page."})
    assert response.status_code == 409
    assert "From the office." in read(article, tom)


def test_a_page_that_the_office_moves_below_a_closed_one_is_closed(form, article, closed_article, stranger):
    client, _, _ = form
    section = closed_article.get_parent()
    client.post(office("move_confirm", article.pk, section.pk), {})
    article.refresh_from_db()
    assert article.audience_id == closed_article.audience_id
    assert sign_in(stranger).get(f"/pages/{article.pk}/").status_code == 404


def test_a_page_that_the_office_takes_out_is_gone_and_its_columns_are_true(form, article, tom, clara):
    client, _, _ = form
    before = article.version
    client.post(office("unpublish", article.pk), {})
    assert sign_in(tom).get(f"/pages/{article.pk}/").status_code == 404
    article.refresh_from_db()
    assert article.version > before
    assert article.head == article.latest_revision_id


def test_a_page_that_the_office_copies_or_makes_has_a_head_of_its_own(form, article, clara, tom):
    client, _, _ = form
    section = SectionFactory(title="Shop")
    sent = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": section.pk, "publish_copies": "on"}
    client.post(office("copy", article.pk), sent)
    copy = Article.objects.get(title="A copy")
    assert copy.head == copy.latest_revision_id != article.head
    saved_by(tom, copy, "Words of the copy.")
    assert FIRST in read(article, tom)


@pytest.mark.parametrize("person", ["tom", "olu"])
def test_only_those_who_see_everything_get_into_the_office(article, request, person):
    client = sign_in(request.getfixturevalue(person))
    assert client.get(office("edit", article.pk)).status_code == 404
