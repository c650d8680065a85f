"""Whoever has a page open hears that it was changed, and nobody else does."""

import pytest

from intranet.live import declared
from intranet.live.models import Event
from tests.factories import ArticleFactory, SectionFactory
from tests.support import sign_in
from tests.support.pages import _Builder
from tests.support.wiki import edit, meant

pytestmark = pytest.mark.django_db


def hearing(people, page) -> set[int]:
    known = {person.pk: person for person in people}
    stream = f"page:{page.pk}"
    return declared.may_listen(known, {stream: set(known)}).get(stream, set())


def test_a_page_is_heard_by_whoever_may_read_it(maya, noor, stranger, clara, closed_team):
    people = [maya, noor, stranger, clara]
    assert hearing(people, ArticleFactory()) == {person.pk for person in people}
    closed = ArticleFactory(parent=SectionFactory(team=closed_team))
    assert hearing(people, closed) == {maya.pk, noor.pk, clara.pk}
    assert hearing(people, ArticleFactory(out=True)) == set()


def test_a_page_that_is_not_there_is_heard_by_nobody(maya):
    asked = {"page:987654": {maya.pk}, "page:01": {maya.pk}, "page:x": {maya.pk}}
    assert not any(declared.may_listen({maya.pk: maya}, asked).values())


def test_who_reads_a_page_is_told_that_it_changed_and_with_what_version(maya, company):
    article = ArticleFactory()
    edit(sign_in(maya), article, title="Another")
    article.refresh_from_db()
    event = Event.objects.filter(stream=f"page:{article.pk}", name="page.changed").latest("pk")
    builder = _Builder()
    builder.feed(declared.draw([event], [maya.pk])[event.pk].html)
    shown = builder.top.first("div", id=f"page-{article.pk}")
    assert int(shown.attrs["data-version"]) == article.version - 1
    assert "Another" not in shown.text
    assert shown.first("a").attrs["href"] == f"/pages/{article.pk}/"


def test_what_is_told_on_a_foreign_stream_is_not_drawn(maya, company):
    article, other = ArticleFactory(), ArticleFactory()
    event = Event.objects.create(stream=f"page:{other.pk}", name="page.changed", ref=article.pk)
    assert not declared.draw([event], [maya.pk])


def test_who_may_no_longer_read_a_page_is_told_before_anything_else(noor, company, closed_team):
    article = ArticleFactory(parent=SectionFactory(owner=noor))
    section = article.get_parent()
    sign_in(noor).post(
        f"/wiki/{section.pk}/settings/", {"audience": closed_team.pk, "people": "", "sure": meant(closed_team)}
    )
    assert Event.objects.filter(stream=f"page:{article.pk}", name="rights.changed").exists()
