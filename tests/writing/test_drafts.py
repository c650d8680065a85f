"""A closed laptop loses seconds, not a text."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intranet.writing.models import Draft, FileUse, Image
from intranet.writing.panels import my_drafts
from tests.factories import ImageFactory
from tests.factories.wiki import ArticleFactory, SectionFactory
from tests.support import page, sign_in
from tests.writing.conftest import FIRST
from wiki.models import Article

pytestmark = pytest.mark.django_db


def at(key) -> str:
    return reverse("writing:draft", args=[str(key)])


def edit(article) -> str:
    return reverse("writing:edit", args=[article.pk])


def test_who_comes_back_goes_on_where_they_stopped_and_the_page_says_so(article, tom, ines, opened):
    client, form = opened(tom, article)
    at_nine = timezone.now().replace(microsecond=0) + timedelta(days=1)
    with time_machine.travel(at_nine, tick=False):
        answer = client.post(at(article.pk), form | {"markdown": "Half a sen", "why": "Because"})
    assert json.loads(answer.content) == {"at": at_nine.isoformat()}
    later = sign_in(tom)  # another browser
    read = page(later.get(edit(article)))
    assert "These are your words that were not saved yet" in read.text
    assert (read.form("")["markdown"].strip(), read.form("")["why"]) == ("Half a sen", "Because")
    assert read.form("")["base"] == form["base"]
    _, other = opened(ines, article)  # noise: it is only his
    assert FIRST in other["markdown"]
    assert FIRST in page(later.get(f"/pages/{article.pk}/", follow=True)).text  # and not published


def test_html_of_the_editor_is_kept_as_html(article, tom, opened):
    client, form = opened(tom, article)
    del form["markdown"]
    client.post(at(article.pk), form | {"body": "<p>Half <strong>a</strong> sen</p>"})
    hidden = page(client.get(edit(article))).first("input", name="body")
    assert hidden.attrs["value"] == "<p>Half <strong>a</strong> sen</p>"


def test_one_can_go_back_to_the_published_text(article, tom, opened):
    client, form = opened(tom, article)
    client.post(at(article.pk), form | {"markdown": "Nonsense"})
    read = page(client.get(edit(article)))
    response = client.post(at(article.pk), read.form(at(article.pk)) | {"_method": "delete"})
    assert response["Location"] == edit(article)
    assert FIRST in page(client.get(edit(article))).form("")["markdown"]
    assert client.delete(at(article.pk)).status_code == 204


def test_a_save_that_used_the_draft_clears_it_and_tells_the_browser(article, tom, opened):
    client, form = opened(tom, article)
    client.post(at(article.pk), form | {"markdown": "My words"})
    client.post(edit(article), page(client.get(edit(article))).form(""))
    assert not Draft.objects.exists()
    told = page(client.get(f"/pages/{article.pk}/", follow=True)).first("trellis-draft-done")
    assert told.attrs["data-address"] == at(article.pk)


def test_words_that_arrive_after_they_were_saved_are_no_draft(article, tom, ines, opened):
    slow, other = opened(ines, article)
    client, form = opened(tom, article)
    client.post(edit(article), form | {"markdown": "My words"})
    answer = client.post(at(article.pk), form | {"markdown": "My wor"})
    assert (answer.status_code, Draft.objects.count()) == (409, 0)
    assert "saved this page" in answer.json()["error"]
    assert slow.post(at(article.pk), other | {"markdown": "Hers"}).status_code == 200  # she has saved nothing
    again = page(client.get(edit(article))).form("")
    assert client.post(at(article.pk), again | {"markdown": "My next words"}).status_code == 200


def test_a_new_page_is_begun_once_however_often_its_form_is_sent(tom, ines):
    section = SectionFactory(title="Shop")
    address, key = reverse("writing:new", args=[section.pk, "article"]), f"new-{section.pk}-article"
    client = sign_in(tom)
    form = page(client.get(address)).form("") | {"title": "Refunds", "markdown": "Within 14 days."}
    client.post(at(key), form)
    assert page(client.get(address)).form("")["key"] == form["key"]
    first, second = client.post(address, form), client.post(address, form)
    assert (first.status_code, second.status_code, first["Location"]) == (302, 302, second["Location"])
    assert Article.objects.filter(title="Refunds").count() == 1
    assert client.post(at(key), form).status_code == 409
    assert not Draft.objects.exists()
    assert page(client.get(address)).form("")["key"] != form["key"]
    assert sign_in(ines).post(address, form).status_code == 302  # a key is of one person
    assert Article.objects.filter(title="Refunds").count() == 2


def test_a_save_that_came_too_late_keeps_the_draft(article, tom, ines, opened):
    slow, form = opened(ines, article)
    slow.post(at(article.pk), form | {"markdown": "Words of Ines"})
    fast, first = opened(tom, article)
    fast.post(edit(article), first | {"markdown": "Words of Tom"})
    assert slow.post(edit(article), form | {"markdown": "Words of Ines"}).status_code == 409
    assert Draft.objects.get().person == ines
    reopened = page(slow.get(edit(article))).form("")
    assert slow.post(edit(article), reopened).status_code == 409  # its base is still the old one


def test_a_new_page_has_a_draft_too(tom, maya):
    section = SectionFactory(title="Shop")
    key = f"new-{section.pk}-article"
    client = sign_in(tom)
    client.post(at(key), {"title": "Refunds", "markdown": "Within 14", "base": "0", "short_answer": "Two weeks"})
    address = reverse("writing:new", args=[section.pk, "article"])
    form = page(client.get(address)).form("")
    assert (form["title"], form["markdown"].strip(), form["short_answer"].strip()) == (
        "Refunds",
        "Within 14",
        "Two weeks",
    )
    assert [draft.get_absolute_url() for draft in my_drafts(tom)] == [address]
    assert my_drafts(maya) == []
    client.post(address, form)
    assert not Draft.objects.exists()


def test_nobody_keeps_a_draft_where_they_may_not_write(closed_article, stranger, noor, article):
    words = {"title": "Mine", "markdown": "Mine"}
    client = sign_in(stranger)
    closed_keys = [closed_article.pk, f"new-{closed_article.get_parent().pk}-article", "new-x-article", "x", "new"]
    for key in closed_keys:
        assert client.post(at(key), words).status_code == 404
        assert client.delete(at(key)).status_code == 404
    assert Client().post(at(article.pk), words).status_code in {302, 403}
    assert not Draft.objects.exists()
    assert sign_in(noor).post(at(closed_article.pk), words).status_code == 200  # noise


def test_a_draft_of_a_page_that_was_closed_is_kept_and_not_shown(article, closed_article, tom, noor, opened):
    from intranet.writing.actions import texts
    from intranet.writing.models import LongText

    client, form = opened(tom, article)
    client.post(at(article.pk), form | {"markdown": "My words"})
    home = article.get_parent()
    assert len(my_drafts(tom)) == 1
    texts.move(by=noor, page=article, parent=closed_article.get_parent())
    assert my_drafts(tom) == []
    assert client.get(edit(article)).status_code == 404
    texts.move(by=noor, page=LongText.objects.get(pk=article.pk), parent=home)
    texts.give_audience(by=noor, page=LongText.objects.get(pk=article.pk), audience=None)
    assert [str(draft) for draft in my_drafts(tom)] == ["Opening hours"]


def test_a_draft_that_is_too_long_is_refused_with_a_reason(article, tom):
    answer = sign_in(tom).post(at(article.pk), {"title": "x", "body": "x" * 200_001})
    assert answer.status_code == 413
    assert "longer than 200,000 characters" in answer.json()["error"]


def test_what_a_draft_holds_of_other_names_is_not_kept(article, tom):
    many = {f"name{number}": "x" * 1_000 for number in range(100)}
    sign_in(tom).post(at(article.pk), {"title": "T", "markdown": "M", **many})
    assert set(Draft.objects.get().fields) == {"title", "markdown"}


def test_the_number_of_drafts_costs_no_queries(tom, flat):
    def grow():
        for _ in range(5):
            article = ArticleFactory()
            sign_in(tom).post(at(article.pk), {"title": "T", "markdown": "M"})

    grow()
    flat(grow, {"drafts": lambda: [draft.get_absolute_url() for draft in my_drafts(tom)]})


# --- Pictures ------------------------------------------------------------------------------------
def test_a_picture_in_a_draft_is_its_writers_and_one_on_the_page_is_everybodys(article, tom, ines, opened):
    picture = ImageFactory(uploaded_by_user=tom)
    client, form = opened(tom, article)
    del form["markdown"]
    words = form | {"body": f'<figure data-picture="{picture.pk}"><img alt="Two parcels"></figure>'}
    client.post(at(article.pk), words)
    assert used(picture) == [("draft", Draft.objects.get().pk)]
    assert not Image.objects.visible_to(ines).exists()
    client.post(edit(article), words)
    assert used(picture) == [("article", article.pk)]
    assert list(Image.objects.visible_to(ines)) == [picture]


def test_nobody_opens_a_foreign_picture_by_writing_its_number(article, tom, ines, opened):
    picture = ImageFactory(uploaded_by_user=ines)
    client, form = opened(tom, article)
    words = form | {"markdown": f"![What is it?](picture:{picture.pk})"}
    client.post(at(article.pk), words)
    client.post(edit(article), words)
    assert used(picture) == []
    assert not Image.objects.visible_to(tom).exists()


def test_a_picture_of_a_draft_that_is_thrown_away_is_no_longer_used(article, tom, opened):
    picture = ImageFactory(uploaded_by_user=tom)
    client, form = opened(tom, article)
    client.post(at(article.pk), form | {"markdown": f"![Mine](picture:{picture.pk})"})
    assert used(picture)
    client.post(at(article.pk), {"_method": "delete"})
    assert used(picture) == []


def used(picture) -> list[tuple[str, int]]:
    return list(FileUse.objects.filter(picture=picture).values_list("kind", "number"))
