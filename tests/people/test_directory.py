"""Finding colleagues."""

import pytest

from tests.factories import PersonFactory, TeamFactory
from tests.support import page, sign_in

pytestmark = pytest.mark.django_db


def found(person, **query) -> list[str]:
    people = page(sign_in(person).get("/people/", query)).first("section", id="people")
    return [each.first("b").text for each in people.all("a", "person")]


@pytest.fixture
def colleagues(maya):
    """Maya and two colleagues; whoever is searched for, the others are noise."""
    zoe = PersonFactory(username="z.lang", name="Zoë Lang", title="Buyer", department="Purchasing", skills=["Wolle"])
    luis = PersonFactory(
        username="luis", name="Luís Ferreira", title="Warehouse manager", skills=["Forklift", "Español"]
    )
    return maya, zoe, luis


def test_everybody_stands_in_the_directory_by_name(colleagues):
    assert found(colleagues[0]) == ["Luís Ferreira", "Maya Okafor", "Zoë Lang"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("zoe", ["Zoë Lang"]),
        ("ZOË", ["Zoë Lang"]),
        ("luis", ["Luís Ferreira"]),
        ("z.lang", ["Zoë Lang"]),
        ("warehouse", ["Luís Ferreira"]),
        ("purchasing", ["Zoë Lang"]),
        ("espanol", ["Luís Ferreira"]),
        ("forklift ferreira", ["Luís Ferreira"]),
        ("ferreira lang", []),
        ("an", ["Luís Ferreira", "Maya Okafor", "Zoë Lang"]),
        ("%", []),
        ("_", []),
        ("  ", ["Luís Ferreira", "Maya Okafor", "Zoë Lang"]),
    ],
)
def test_people_are_found_by_parts_of_name_title_department_and_skill(colleagues, words, names):
    assert found(colleagues[0], q=words) == names


@pytest.mark.parametrize("words", ["équipe", "equipe", "EQUIPE P"])
def test_people_are_found_by_their_team_accents_or_not(colleagues, words):
    maya, zoe, _ = colleagues
    TeamFactory(name="Équipe Porto", members=[zoe])
    assert found(maya, q=words) == ["Zoë Lang"]


def test_people_are_found_by_a_closed_team_only_by_those_who_know_of_it(maya, noor, stranger, clara, closed_team):
    TeamFactory(name="Pay office", members=[stranger])  # noise: an open team of a like name
    assert found(stranger, q="pay") == ["Sasha Stranger"]
    assert found(stranger, q="pay review") == []
    assert found(maya, q="pay review") == ["Maya Okafor", "Noor Haddad"]
    assert found(clara, q="pay review") == ["Maya Okafor", "Noor Haddad"]


def test_a_department_narrows_and_counts_its_people(colleagues):
    PersonFactory(department="Purchasing", former=True)  # noise: not here
    response = page(sign_in(colleagues[0]).get("/people/", {"department": "Purchasing"}))
    assert found(colleagues[0], department="Purchasing") == ["Zoë Lang"]
    assert [option.text for option in response.all("option")] == ["All", "Purchasing (1)"]


def test_those_who_have_left_stand_in_a_list_of_their_own(colleagues):
    PersonFactory(name="Gone Girl", former=True)
    assert "Gone Girl" not in found(colleagues[0])
    assert found(colleagues[0], former="yes") == ["Gone Girl"]
    assert found(colleagues[0], former="yes", q="gone") == ["Gone Girl"]


def test_a_large_company_is_read_in_pages_without_a_gap(maya):
    for number in range(60):
        PersonFactory(name=f"Colleague {number:02}")
    names = found(maya) + found(maya, page="2")
    assert len(found(maya)) == 48
    assert names == [*(f"Colleague {number:02}" for number in range(60)), "Maya Okafor"]
    assert found(maya, page="no number") == found(maya)
    assert found(maya, page="999") == found(maya, page="2")


def test_a_script_gets_the_list_alone(maya):
    response = sign_in(maya).get("/people/", headers={"HX-Request": "true"})
    assert b"<html" not in response.content
    assert b"Maya Okafor" in response.content


def offered(person, typed: str) -> list[str]:
    options = page(sign_in(person).get("/complete/people/", {"q": typed})).all("li")
    return [option.attrs["data-value"] for option in options]


def test_the_composer_offers_people_who_are_called_so_and_nobody_who_left(maya):
    for username, name in (("anna", "Anna Berg"), ("hanna", "Hanna Weiss"), ("ann.x", "Cleo Zann"), ("bo", "Bo Annis")):
        PersonFactory(username=username, name=name)
    PersonFactory(username="annika", name="Annika Gone", former=True)
    assert offered(maya, "Ann") == ["@anna", "@bo", "@ann.x"]
    assert offered(maya, "ànn") == ["@anna", "@bo", "@ann.x"]
    assert offered(maya, "") == []
    assert offered(maya, "qq") == []


def test_when_nobody_is_called_so_those_who_do_that_are_offered(maya):
    PersonFactory(username="bo", title="Bookkeeper")
    PersonFactory(username="jo", title="Cook")  # noise
    assert offered(maya, "bookk") == ["@bo"]


def test_at_most_eight_people_are_offered(maya):
    for number in range(20):
        PersonFactory(username=f"sam{number}", name=f"Sam {number}")
    assert len(page(sign_in(maya).get("/complete/people/", {"q": "sam"})).all("li")) == 8
