"""What the editor offers: pages behind "[[", people behind "@"."""

import pytest

from tests.factories import PersonFactory
from tests.factories.wiki import ArticleFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db


def pages(person, words: str) -> list[str]:
    return [each["title"] for each in sign_in(person).get("/writing/pages/", {"q": words}).json()["pages"]]


def test_pages_are_found_by_words_of_their_titles_best_first(article, tom):
    ArticleFactory(title="Our opening party")
    ArticleFactory(title="Opening")
    ArticleFactory(title="The reopening")
    assert pages(tom, "open") == ["Opening", "Opening hours", "Our opening party", "The reopening"]
    assert pages(tom, "hours OPEN") == ["Opening hours"]
    assert pages(tom, "nothing like it") == []
    [found] = sign_in(tom).get("/writing/pages/", {"q": "hours"}).json()["pages"]
    assert (found["id"], found["address"]) == (article.pk, article.get_absolute_url())


def test_at_most_eight_and_without_words_the_newest(tom):
    for number in range(12):
        ArticleFactory(title=f"Page {number}")
    assert len(pages(tom, "page")) == 8
    assert pages(tom, "")[0] == "Page 11"


def test_a_stranger_finds_no_page_of_a_closed_team_and_not_where_it_stands(closed_article, stranger, noor):
    for words in ("", "secret", "pay", "bands", "%", "_"):
        assert "secret" not in str(sign_in(stranger).get("/writing/pages/", {"q": words}).json()["pages"])
    [found] = sign_in(noor).get("/writing/pages/", {"q": "bands"}).json()["pages"]
    assert found["where"] == "Pay secrets"


@pytest.mark.parametrize("words", ["x" * 5_000, "a " * 500, "\x00", "'\"%_\\", "日本"])
def test_any_words_are_answered(article, tom, words):
    assert sign_in(tom).get("/writing/pages/", {"q": words}).status_code == 200
    assert sign_in(tom).get("/writing/people/", {"q": words}).status_code == 200


def test_people_are_found_as_in_the_composer(tom, maya):
    PersonFactory(former=True, name="Maya Gone")
    found = sign_in(tom).get("/writing/people/", {"q": "may"}).json()["people"]
    assert found == [{"id": maya.pk, "username": "maya", "name": "Maya Okafor", "title": "Product manager"}]


def test_many_pages_cost_no_queries(tom, flat):
    client = sign_in(tom)

    def grow():
        for _ in range(5):
            ArticleFactory()

    grow()
    flat(grow, {"pages": lambda: client.get("/writing/pages/", {"q": "article"})})
