"""What one sees before publishing is what everybody reads afterwards."""

import pytest
from django.urls import reverse

from tests.factories.wiki import SectionFactory
from tests.support import page, sign_in
from wiki.models import Article

pytestmark = pytest.mark.django_db


def test_a_preview_equals_what_is_published_and_publishes_nothing(article, tom, opened):
    client, form = opened(tom, article)
    words = form | {"title": "When we open", "markdown": f"## Prices\n\nSee [hours](page:{article.pk}) and **more**."}
    response = client.post(reverse("writing:preview", args=[article.pk]), words)
    assert response.status_code == 200
    preview = page(response)
    assert "nothing of it is published" in preview.text
    assert Article.objects.get(pk=article.pk).title == "Opening hours"
    client.post(reverse("writing:edit", args=[article.pk]), words)
    read = page(client.get(f"/pages/{article.pk}/", follow=True))
    assert preview.first("div", "prose").raw == read.first("div", "prose").raw
    assert preview.first("main").first("h1").text == read.first("main").first("h1").text == "When we open"


def test_there_is_a_way_back_to_the_words(article, tom, opened):
    client, form = opened(tom, article)
    preview = page(client.post(reverse("writing:preview", args=[article.pk]), form | {"markdown": "My words"}))
    [back] = [link for link in preview.all("a", "button") if link.text == "Go on writing"]
    assert page(client.get(back.attrs["href"])).form("")["markdown"].strip() == "My words"


def test_a_preview_is_never_what_others_read_later(article, tom, ines, opened):
    """Not from a cache either."""
    client, form = opened(tom, article)
    client.post(reverse("writing:preview", args=[article.pk]), form | {"markdown": "Not for you"})
    for person in (ines, tom):
        assert "Not for you" not in page(sign_in(person).get(f"/pages/{article.pk}/", follow=True)).text


def test_a_new_page_is_previewed_too(tom):
    section = SectionFactory(title="Shop")
    client = sign_in(tom)
    address = reverse("writing:preview_new", args=[section.pk, "article"])
    response = client.post(address, {"title": "Refunds", "markdown": "Within **14** days", "base": "0"})
    assert "Within 14 days" in page(response).first("main").text
    assert not Article.objects.filter(title="Refunds").exists()
    [back] = [link for link in page(response).all("a", "button") if link.text == "Go on writing"]
    assert page(client.get(back.attrs["href"])).form("")["title"] == "Refunds"


def test_a_preview_that_does_not_fit_comes_back_with_its_text(article, tom, opened):
    client, form = opened(tom, article)
    response = client.post(reverse("writing:preview", args=[article.pk]), form | {"title": "", "markdown": "My words"})
    assert response.status_code == 422
    assert page(response).form("")["markdown"].strip() == "My words"


def test_nobody_previews_where_they_may_not_write(closed_article, stranger):
    client = sign_in(stranger)
    words = {"title": "Mine", "markdown": "Mine", "base": "0"}
    section = closed_article.get_parent()
    assert client.post(reverse("writing:preview", args=[closed_article.pk]), words).status_code == 404
    assert client.post(reverse("writing:preview_new", args=[section.pk, "article"]), words).status_code == 404
