"""The tray asks the database as often for many notices as for few; a page of somebody with news keeps its budget."""

import pytest
from django.urls import reverse

from intranet.notifications.kinds import kinds
from intranet.notifications.models import Notice, Silence
from microblog.blogs.actions import questions
from search.models import Document as Found
from tests.factories import ArticleFactory, BlogFactory, PersonFactory, PostFactory, TeamFactory, UpdateFactory
from tests.factories.governance import DecisionFactory, ReportFactory
from tests.factories.search import MissedSearchFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db

READ_AT_MOST = 8  # of a page of the tray that was read before, with what most people are told
OF_EVERYTHING_AT_MOST = 16  # with something of each of the ten kinds there are, which nobody is told at once
HOME_AT_MOST = 6


class Office:
    """Somebody who is told more and more, of every kind of thing, some of which they may not know any more."""

    def __init__(self, reader):
        self.reader, self.size = reader, 0
        self.blog = BlogFactory(person=reader)
        self.team = TeamFactory(closed=True, members=[reader])
        self.grow_to(2)

    def grow_to(self, size: int) -> None:
        for number in range(self.size, size):
            person, other = PersonFactory(), PersonFactory()
            post = PostFactory(blog=self.blog)
            waits = PostFactory(blog=self.blog, waits=True)
            asked = questions.ask(by=person, post=post, text="Why?", key=f"question-{number}-aa")
            thread = UpdateFactory()
            about = {
                "update": [
                    UpdateFactory(team=self.team), UpdateFactory(root=UpdateFactory()),
                    UpdateFactory(team=TeamFactory(closed=True)),
                ],
                "page": [ArticleFactory(), ArticleFactory(team=self.team)],
                "blogpost": [post],
                "prepared": [waits],
                "postquestion": [asked],
                "person": [self.reader],
                "document": list(Found.objects.filter(kind="update")[:2]),
                "missed": [MissedSearchFactory(owner=self.reader)],
                "report": [ReportFactory(thing=thread, by=self.reader)],
                "decision": [DecisionFactory(thing=thread, authors=[self.reader])],
            }  # fmt: skip
            parts = {name: things[0].pk for name, things in about.items() if things}
            told = [
                Notice(to=self.reader, by=by, kind=name, about=thing.pk, part=parts.get(kind.part))
                for name, kind in kinds().items()
                for thing in about[kind.about]
                for by in (person, other)
            ]
            Notice.objects.bulk_create(told, ignore_conflicts=True)  # some were told when it happened
            Silence.objects.create(person=self.reader, place=f"thread:{about['update'][0].pk}")
        self.size = size


@pytest.fixture
def office(company, maya) -> Office:
    return Office(maya)


def test_a_tray_asks_as_often_for_many_notices_as_for_few(office, flat):
    client, sizes = sign_in(office.reader), {}

    def reading(name: str):
        def read() -> None:
            response = client.get(reverse(name))
            assert response.status_code == 200
            sizes.setdefault(name, []).append(len(response.content))

        return read

    flat(
        lambda: office.grow_to(12), {name: reading(name) for name in ("notices:tray", "notices:wishes", "people:teams")}
    )
    assert sizes["notices:wishes"][0] < sizes["notices:wishes"][1]


def test_a_page_read_before_keeps_its_budget(office, maya, tom, django_assert_max_num_queries):
    def again(person, address: str, most: int) -> None:
        client = sign_in(person)
        client.get(address)
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200

    again(maya, reverse("notices:tray"), OF_EVERYTHING_AT_MOST)
    again(maya, reverse("microblog:home"), HOME_AT_MOST)
    for update in (UpdateFactory(author=tom), UpdateFactory(author=tom)):
        answer = UpdateFactory(root=update)
        Notice.objects.create(to=tom, by=maya, kind="update.answered", about=update.pk, part=answer.pk)
    article = ArticleFactory()
    Notice.objects.create(to=tom, by=maya, kind="page.changed", about=article.pk)
    again(tom, reverse("notices:tray"), READ_AT_MOST)
