"""An edit never silently overwrites another, and what was typed is never lost."""

import pytest
from django.test import Client
from django.urls import reverse

from intranet.writing.models import Change, Draft, LongText
from tests.factories.wiki import ArticleFactory, SectionFactory
from tests.support import again, page, sign_in
from tests.writing.conftest import FIRST, SECOND, THIRD
from wiki.models import Article

pytestmark = pytest.mark.django_db


def edit(article) -> str:
    return reverse("writing:edit", args=[article.pk])


def shown(client, article) -> str:
    """The text of the page as it is read."""
    return page(again(client, client.get(f"/pages/{article.pk}/"))).first("main").text


# --- One after the other -------------------------------------------------------------------------
def test_what_somebody_saves_is_read_by_everybody_and_its_history_says_who_and_why(article, tom, ines, opened):
    client, form = opened(tom, article)
    assert form["markdown"].strip() == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
    sent = form | {"markdown": f"{FIRST}\n\nParcels leave at **one**.", "why": "New courier"}
    response = client.post(edit(article), sent)
    assert response.status_code == 302
    read = shown(sign_in(ines), article)
    assert "Parcels leave at one." in read
    assert SECOND not in read
    newest = Change.objects.filter(page=article).first()
    assert (newest.by, newest.why) == (tom, "New courier")
    article.refresh_from_db()
    assert (article.changed_by, article.head, article.version) == (tom, newest.revision_id, 2)
    assert article.live_revision_id == article.latest_revision_id == article.head


def test_the_editor_sends_html_which_is_cleaned(article, tom, opened):
    client, form = opened(tom, article)
    del form["markdown"]
    body = '<p onclick="go()">Safe <script>alert(1)</script><strong>words</strong></p>'
    assert client.post(edit(article), form | {"body": body}).status_code == 302
    article.refresh_from_db()
    assert "<strong>words</strong>" in article.body
    assert "script" not in article.body
    assert "onclick" not in article.body


def test_a_save_that_changes_nothing_is_no_change_and_disturbs_nobody(article, tom, ines, opened):
    client, form = opened(tom, article)
    other, theirs = opened(ines, article)
    answer = client.post(edit(article), form | {"why": "Just looking"}, follow=True)
    assert "Nothing was changed." in answer.content.decode()
    article.refresh_from_db()
    assert article.changes.count() == 1
    assert article.changed_by != tom
    assert not Draft.objects.exists()
    assert other.post(edit(article), theirs | {"markdown": "Of hers."}).status_code == 302  # noise: a change is one
    assert article.changes.count() == 2


def test_a_new_title_is_another_name_for_the_same_page(article, tom, opened):
    client, form = opened(tom, article)
    client.post(edit(article), form | {"title": "When we open"})
    renamed = Article.objects.get(pk=article.pk)
    assert renamed.title == "When we open"
    assert renamed.get_absolute_url() != article.get_absolute_url()
    assert again(client, client.get(f"/pages/{article.pk}/")).status_code == 200


def test_a_new_page_stands_where_it_was_begun_and_is_published(maya, tom):
    section = SectionFactory(title="Shop")
    client = sign_in(tom)
    address = reverse("writing:new", args=[section.pk, "article"])
    form = page(client.get(f"{address}?title=Refunds")).form("")
    assert form["title"] == "Refunds"
    response = client.post(address, form | {"markdown": "Within **14** days."})
    assert response.status_code == 302
    made = Article.objects.get(title="Refunds")
    assert (made.get_parent().pk, made.live, made.owner, made.audience) == (section.pk, True, tom, None)
    assert "Within 14 days." in shown(sign_in(maya), made)


@pytest.mark.parametrize("title", ["???", "…", "Refunds", "日本語"])
def test_a_title_of_any_kind_and_the_same_one_twice_is_fine(tom, title):
    section = SectionFactory()
    client = sign_in(tom)
    for _ in range(2):
        fields = {"title": title, "markdown": "Words", "base": 0}
        assert client.post(reverse("writing:new", args=[section.pk, "article"]), fields).status_code == 302
    assert Article.objects.filter(title=title).count() == 2


def test_a_page_below_one_for_a_closed_team_is_for_that_team(closed_article, noor, stranger):
    section = closed_article.get_parent()
    fields = {"title": "Also secret", "markdown": "Words", "base": 0}
    address = reverse("writing:new", args=[section.pk, "article"])
    assert sign_in(stranger).post(address, fields).status_code == 404
    assert not Article.objects.filter(title="Also secret").exists()
    assert sign_in(noor).post(address, fields).status_code == 302
    assert Article.objects.get(title="Also secret").audience == closed_article.audience


# --- What was typed is kept ----------------------------------------------------------------------
def test_a_form_that_does_not_fit_comes_back_with_all_that_was_typed(article, tom, opened):
    client, form = opened(tom, article)
    response = client.post(edit(article), form | {"title": "", "markdown": "My *typed* words", "why": "x" * 201})
    assert response.status_code == 422
    kept = page(response).form("")
    assert kept["markdown"].strip() == "My *typed* words"
    assert kept["why"] == "x" * 201
    assert "Give it a title." in page(response).first("main").text


def test_a_text_that_is_too_long_comes_back_whole(article, tom, opened):
    client, form = opened(tom, article)
    response = client.post(edit(article), form | {"markdown": "word " * 50_000})
    assert response.status_code == 422
    assert "longer than 200,000 characters" in page(response).first("main").text
    assert len(page(response).form("")["markdown"]) >= 249_000


def test_an_html_that_is_too_long_comes_back_whole_and_is_no_draft(article, tom, opened):
    client, form = opened(tom, article)
    del form["markdown"]
    body = "".join(f"<p>Line <strong>{number:05}</strong></p>" for number in range(7_000))
    for address in (edit(article), reverse("writing:preview", args=[article.pk])):
        response = client.post(address, form | {"body": body})
        assert response.status_code == 422
        read = page(response)
        assert read.form("")["markdown"].strip() == body
        assert read.first("input", name="body").attrs["value"] == body
    assert not Draft.objects.exists()


def test_who_was_signed_out_meanwhile_gets_the_text_back(article, tom, opened):
    _, form = opened(tom, article)
    response = Client().post(edit(article), form | {"markdown": "My long text"})
    assert response.status_code == 403
    assert "My long text" in page(response).text


def test_who_lost_the_form_token_gets_the_text_back(article, tom, opened):
    _, form = opened(tom, article)
    response = sign_in(tom, enforce_csrf_checks=True).post(edit(article), form | {"markdown": "My long text"})
    assert response.status_code == 403
    assert "My long text" in page(response).text


def test_the_html_of_the_editor_is_given_back_as_readable_text(article, tom, opened):
    _, form = opened(tom, article)
    del form["markdown"]
    response = Client().post(edit(article), form | {"body": "<h2>Prices</h2><p>From <strong>January</strong></p>"})
    assert "## Prices" in page(response).text
    assert "From **January**" in page(response).text


# --- Who may -------------------------------------------------------------------------------------
def test_a_stranger_finds_no_page_of_a_closed_team_and_no_address_of_it(closed_article, stranger, noor):
    client = sign_in(stranger)
    for name in ("page", "edit", "history"):
        response = client.get(reverse(f"writing:{name}", args=[closed_article.pk]))
        assert response.status_code == 404
        assert "Location" not in response.headers
    form = {"title": "Mine", "markdown": "Mine", "base": closed_article.head}
    assert client.post(edit(closed_article), form).status_code == 404
    assert sign_in(noor).get(edit(closed_article)).status_code == 200  # noise


def test_a_link_to_a_hidden_page_is_plain_text_for_a_stranger_and_a_link_for_who_may_read_it(
    closed_article, article, stranger, noor
):
    body = f'<p>See <a data-page="{closed_article.pk}">the bands</a> and <a data-page="{article.pk}">hours</a>.</p>'
    linking = ArticleFactory(title="Linking", body=body)
    for person, count in ((noor, 2), (stranger, 1), (noor, 2)):
        client = sign_in(person)
        read = again(client, client.get(f"/pages/{linking.pk}/"))
        links = [link for link in page(read).all("a") if link.text in {"the bands", "hours"}]
        assert len(links) == count
        assert ("secret" in read.content.decode()) == (person == noor)


# --- Moving, taking out --------------------------------------------------------------------------
def test_a_page_that_moves_into_a_closed_section_hides_its_history_and_stays_closed_when_it_comes_out(
    article, closed_article, noor, stranger
):
    from intranet.writing.actions import texts

    client = sign_in(stranger)
    history = reverse("writing:history", args=[article.pk])
    home = article.get_parent()
    assert client.get(history).status_code == 200
    texts.move(by=noor, page=article, parent=closed_article.get_parent())
    assert client.get(history).status_code == 404
    assert client.get(f"{history}{article.head}/").status_code == 404
    assert sign_in(noor).get(history).status_code == 200
    texts.move(by=noor, page=LongText.objects.get(pk=article.pk), parent=home)
    assert client.get(history).status_code == 404
    texts.give_audience(by=noor, page=LongText.objects.get(pk=article.pk), audience=None)
    assert client.get(history).status_code == 200


def test_a_page_that_is_taken_out_is_not_there_until_it_is_brought_back(article, tom, opened):
    from intranet.writing.actions import texts

    client, form = opened(tom, article)
    texts.withdraw(by=tom, page=article)
    response = client.post(edit(article), form | {"markdown": "My words for a page that is gone"})
    assert response.status_code == 404
    assert "My words for a page that is gone" in page(response).text
    texts.bring_back(by=tom, page=LongText.objects.get(pk=article.pk))
    assert FIRST in shown(client, article)
