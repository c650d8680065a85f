"""The moderators' desk, what one reported and the rules ask as often for many rows as for few."""

import pytest
from django.core.cache import caches
from django.urls import reverse

from intranet.governance.actions import rules
from intranet.governance.models import UseRules
from intranet.governance.waiting import things
from tests.factories import ArticleFactory, BlogFactory, PersonFactory, PostFactory, SectionFactory, UpdateFactory
from tests.factories.governance import DecisionFactory, ReportFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db
#: The desk with five kinds of things on it, nothing drawn before.
MOST = 17
PAGES = ("desk", "mine", "rules", "rules_history", "acceptances", "rules_edit")


class Court:
    """Everything is reported by `reader` and by others; some is decided, also against `reader`."""

    def __init__(self, reader):
        self.reader, self.size = reader, 0
        self.author = PersonFactory(name="Busy Bee")
        self.blog = BlogFactory(person=self.author)
        self.first = UpdateFactory(author=self.author)
        ReportFactory(thing=self.first, by=reader)
        self.grow_to(2)

    def grow_to(self, size: int) -> None:
        for number in range(self.size, size):
            other = PersonFactory()
            root = UpdateFactory(author=other, text=f"Update {number}")
            for thing in (
                root,
                UpdateFactory(author=other, root=root),
                ArticleFactory(owner=other),
                SectionFactory(owner=self.author),
                PostFactory(blog=self.blog, author=self.author),
            ):
                ReportFactory(thing=thing, by=self.reader)
                ReportFactory(thing=thing, by=PersonFactory())
                decision = DecisionFactory(thing=thing, by=other, word=f"Word {number}")
                ReportFactory(thing=thing, by=self.reader, decision=decision)
            ReportFactory(thing=self.first)
            newest = UseRules.objects.last()
            written = rules.save(by=other, text=f"Version {number}", base=newest.version if newest else 0)
            rules.accept(by=self.reader, rules=written)
        self.size = size


@pytest.fixture
def court(company, clara) -> Court:
    return Court(clara)


def test_a_page_about_reports_and_rules_asks_as_often_for_many_rows_as_for_few(court, flat):
    sizes: dict[str, list[int]] = {}
    client = sign_in(court.reader)

    def reading(name, address):
        def read():
            response = client.get(address)
            assert response.status_code == 200
            sizes.setdefault(name, []).append(len(response.content))

        return read

    addresses = {name: reverse(f"governance:{name}") for name in PAGES}
    addresses["thing"] = reverse("governance:thing", args=["update", court.first.pk])
    addresses["report"] = reverse("governance:report", args=["update", court.first.pk])
    for address in addresses.values():
        client.get(address)  # what stands in the session for good

    def grow():
        court.grow_to(4)
        caches["fragments"].clear()  # the version of the rules
        for address in addresses.values():
            client.get(address)

    asked = flat(grow, {name: reading(name, address) for name, address in addresses.items()})
    assert {name for name, (few, many) in sizes.items() if many <= few} <= {"rules", "rules_edit", "report"}  # noise
    assert max(asked.values()) <= MOST, asked


def test_the_frame_asks_one_question_for_moderators_and_none_for_others(court, olu, maya, django_assert_num_queries):
    things(olu)
    with django_assert_num_queries(1):
        assert things(olu) == 11
    with django_assert_num_queries(0):
        assert things(maya) == 0
