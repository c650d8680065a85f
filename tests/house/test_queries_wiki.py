"""A page of the wiki asks the database as often in a big wiki as in a small one, and wherever it stands."""

import pytest
from django.urls import reverse

from intranet.writing.actions import drafts, texts
from tests.factories import (
    ArticleFactory,
    DocumentFactory,
    HelpfulVoteFactory,
    ImageFactory,
    ObjectionFactory,
    PersonFactory,
    SectionFactory,
    TeamFactory,
)
from tests.support import sign_in
from wiki.models import WikiHome

pytestmark = pytest.mark.django_db

COLD_AT_MOST, WARM_AT_MOST, DEEPEST = 8, 5, 7
MOST = 20  # of a page that speaks of everything


class Library:
    """A wiki that grows around one article and one section: neighbours, links, wishes, votes, people and revisions."""

    def __init__(self, reader):
        self.reader, self.size = reader, 0
        self.closed = TeamFactory(closed=True, members=[reader])
        self.top = SectionFactory(title="Top", owner=reader)
        self.section = SectionFactory(title="Here", parent=self.top, owner=reader)
        self.article = ArticleFactory(title="This one", parent=self.section, owner=reader, tags=["first"])
        self.grow_to(3)

    def grow_to(self, size: int) -> None:
        for number in range(self.size, size):
            person = PersonFactory()
            closed = SectionFactory(parent=self.section, title=f"Closed {number}", team=self.closed)
            hidden = SectionFactory(parent=self.section, title=f"Hidden {number}", team=TeamFactory(closed=True))
            for parent in (None, self.top, self.section, closed, hidden):
                ArticleFactory(
                    parent=parent,
                    owner=self.reader,
                    body=f'<p><a data-page="{self.article.pk}">x</a> <a data-wanted="Wish {number}">y</a></p>',
                )
            SectionFactory(title=f"Shelf {number}")
            ArticleFactory(parent=self.section, out=True)
            HelpfulVoteFactory(article=self.article, person=person)
            ObjectionFactory(article=self.article, by=person)
            self._write(person, number)
        self.size = size

    def _write(self, person, number: int) -> None:
        """Another revision, by another person, that speaks of one more page, person, picture, file and wish."""
        page = ArticleFactory(parent=self.section, title=f"Spoken of {number}")
        picture, file = ImageFactory(uploaded_by_user=person), DocumentFactory(uploaded_by_user=person)
        more = (
            f'<h2>Part {number}</h2><p><a data-page="{page.pk}">a</a> <a data-person="{person.pk}">b</a> '
            f'<a data-file="{file.pk}">c</a> <a data-wanted="Wanted {number}">d</a></p>'
            f'<figure data-picture="{picture.pk}"><img alt=""></figure>'
        )
        now = type(self.article).objects.get(pk=self.article.pk)
        texts.save(by=person, page=now, base=now.head, changes={"body": now.body + more})
        drafts.write(by=person, page=now)


PAGES = {
    "wiki home": lambda library: reverse("wiki:home"),
    "wanted": lambda library: reverse("wiki:wanted"),
    "article": lambda library: library.article.get_absolute_url(),
    "section": lambda library: library.section.get_absolute_url(),
    "as text": lambda library: reverse("wiki:text", args=[library.article.pk]),
    "history": lambda library: reverse("writing:history", args=[library.article.pk]),
    "edit": lambda library: reverse("writing:edit", args=[library.article.pk]),
    "care": lambda library: reverse("wiki:care", args=[library.article.pk]),
    "move": lambda library: reverse("wiki:move", args=[library.article.pk]),
    "taking out": lambda library: reverse("wiki:withdrawal", args=[library.article.pk]),
    "settings": lambda library: reverse("wiki:settings", args=[library.section.pk]),
    "beginning": lambda library: reverse("wiki:new"),
    "new": lambda library: reverse("writing:new", args=[library.section.pk, "article"]),
    "found pages": lambda library: reverse("writing:find_pages") + "?q=article",
    "found people": lambda library: reverse("writing:find_people") + "?q=col",
}
SAME_LENGTH = {"found pages"}  # at most eight are offered


@pytest.fixture
def library(company, maya) -> Library:
    return Library(maya)


def test_a_page_of_the_wiki_asks_as_often_for_many_rows_as_for_few(library, flat):
    sizes: dict[str, list[int]] = {}
    client = sign_in(library.reader)

    def reading(name, address):
        def read():
            response = client.get(address)
            assert response.status_code == 200
            sizes.setdefault(name, []).append(len(response.content))

        return read

    asked = flat(lambda: library.grow_to(9), {name: reading(name, at(library)) for name, at in PAGES.items()})
    assert {name for name, (few, many) in sizes.items() if many <= few} <= SAME_LENGTH  # noise: there was more to show
    assert max(asked.values()) <= MOST, asked


def test_an_article_asks_as_often_however_deep_it_stands(company, maya, flat):
    deep = WikiHome.the_one()
    articles = []
    for depth in range(1, DEEPEST + 1):
        articles.append(ArticleFactory(parent=deep, title=f"At {depth}", body="<h2>Part</h2><p>Words.</p>"))
        deep = SectionFactory(parent=deep, title=f"Level {depth}")
    client = sign_in(maya)
    reads = {page.title: lambda page=page: client.get(page.get_absolute_url()) for page in articles}
    asked = flat(lambda: None, reads)
    assert max(asked.values()) <= COLD_AT_MOST, asked
    assert len(set(asked.values())) <= 2, asked  # on the home of the wiki, one section less is asked about


def test_an_article_read_before_asks_less(library, django_assert_max_num_queries):
    client = sign_in(library.reader)
    first = client.get(library.article.get_absolute_url())
    with django_assert_max_num_queries(WARM_AT_MOST):
        second = client.get(library.article.get_absolute_url())
    assert first.status_code == second.status_code == 200
    assert "Part 2" in second.content.decode()  # noise: all of it is there
