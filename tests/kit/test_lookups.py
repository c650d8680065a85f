"""A query that is put into SQL once says the same as the query that it was made of."""

import pytest

from intranet.kit.lookups import Lookup
from intranet.people.models import Membership, User
from tests.factories import PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db


def test_a_lookup_tells_of_the_row_that_is_asked_about_as_it_is_now():
    names = Lookup(User.objects.values_list("pk", "name"), by="pk")
    maya, tom = PersonFactory(name="Maya"), PersonFactory(name="Tom")
    assert names.first(maya.pk) == (maya.pk, "Maya")
    User.objects.filter(pk=tom.pk).update(name="Thomas")
    assert names.first(tom.pk) == (tom.pk, "Thomas")
    assert names.first(tom.pk + 100) is None


def test_a_lookup_of_many_rows_keeps_their_order_and_what_they_are_compared_with():
    people = [PersonFactory(name=name) for name in ("Ann", "Ben", "Cem")]
    team, other = TeamFactory(members=people[:2]), TeamFactory(members=people[1:])
    members = Membership.objects.filter(person__name__gte="B").order_by("-person__name").values_list("person__name")
    of_team = Lookup(members, by="team")
    assert of_team.all(other.pk) == [("Cem",), ("Ben",)]
    assert of_team.all(team.pk) == [("Ben",)]


@pytest.mark.parametrize("many", range(6))
def test_a_lookup_tells_of_any_number_of_rows_and_of_no_others(many):
    names = Lookup(User.objects.order_by("pk").values_list("pk"), by="pk__in")
    people = [PersonFactory().pk for _ in range(7)]
    assert names.all(*people[1 : 1 + many]) == [(pk,) for pk in people[1 : 1 + many]]


def test_where_nobody_sees_anything_nothing_is_asked(django_assert_num_queries):
    PersonFactory()
    with django_assert_num_queries(0):
        assert Lookup(User.objects.none().values_list("pk")).all() == []
