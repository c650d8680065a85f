"""Pages travel compressed."""

import gzip

import pytest
from django.urls import reverse

from tests.factories import ArticleFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db

GZIP = {"headers": {"accept-encoding": "br, gzip"}}


def test_a_page_travels_compressed_to_who_reads_that_and_whole_to_others(maya):
    client = sign_in(maya)
    small, whole = client.get("/people/", **GZIP), client.get("/people/")
    assert small["Content-Encoding"] == "gzip"
    assert len(small.content) == int(small["Content-Length"]) < len(whole.content) / 3
    assert b"<h1>People</h1>" in gzip.decompress(small.content)
    assert "Content-Encoding" not in whole
    assert b"<h1>People</h1>" in whole.content
    for response in (small, whole):
        assert "Accept-Encoding" in response["Vary"]  # no cache gives one the other's


def test_how_long_an_answer_is_tells_nothing_of_what_stands_in_it(maya):
    client = sign_in(maya)
    assert len({len(client.get("/people/", **GZIP).content) for _ in range(12)}) > 4


def test_what_is_no_page_travels_as_it_is(maya):
    article = ArticleFactory(body=f"<p>{'Words. ' * 100}</p>")
    client = sign_in(maya)
    response = client.get(reverse("wiki:text", args=[article.pk]), **GZIP)
    assert response.content.decode().count("Words.") == 100
    assert "Content-Encoding" not in response
    assert client.get(article.get_absolute_url(), **GZIP)["Content-Encoding"] == "gzip"
