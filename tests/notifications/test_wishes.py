"""What somebody wants to be told of is their own choice, and saved at once."""

import pytest

from intranet.audit.models import Entry
from intranet.notifications.models import Notice, Silence, Wish
from tests.factories import UpdateFactory
from tests.support import again, page, sign_in
from tests.support.notices import lines, press, unread
from tests.support.saying import post, reply

pytestmark = pytest.mark.django_db
WISHES = "/notices/wishes/"


@pytest.fixture
def lunch(tom):
    UpdateFactory(author=tom, text="Noise")
    return UpdateFactory(author=tom, text="Lunch at noon")


def ticked(person) -> dict[str, bool]:
    """By the words beside it, whether each kind is wanted."""
    form = page(sign_in(person).get(WISHES)).first("form", "wishes")
    return {label.text: "checked" in label.first("input").attrs for label in form.all("label")}


def choose(person, *wanted: str, **headers: str):
    return sign_in(person).post(WISHES, {"wanted": wanted}, **headers)


def mute(person, update):
    return sign_in(person).post(f"/notices/silences/thread:{update.pk}/")


def test_every_kind_stands_there_under_its_heading_as_it_is_usual(maya):
    shown = ticked(maya)
    assert shown["Somebody mentions me"]
    assert not shown["Somebody follows me"]
    headings = [legend.text for legend in page(sign_in(maya).get(WISHES)).all("legend")]
    assert headings == list(dict.fromkeys(headings))
    assert {"Updates", "Blogs", "Wiki", "People"} <= set(headings)
    assert page(sign_in(maya).get("/notices/")).first("main").all("a", href=WISHES)


def test_maya_is_told_of_what_she_chose_and_of_nothing_else(maya, tom, ines):
    client = sign_in(maya)
    assert "Saved." in page(again(client, client.post(WISHES, {"wanted": "person.followed"}))).text
    assert [words for words, is_wanted in ticked(maya).items() if is_wanted] == ["Somebody follows me"]
    post(tom, "The keys, @maya and @ines")
    for person in (maya, ines):
        sign_in(tom).post(f"/people/{person.username}/following/")
    assert lines(maya) == ["Unread: Tom Berger began to follow you"]
    assert lines(ines) == ["Unread: Tom Berger mentioned you in The keys, @maya and @ines"]
    sign_in(tom).post("/people/maya/following/", {"_method": "delete"})
    assert lines(maya) == []


def test_what_was_chosen_can_be_chosen_anew_and_only_differences_are_kept(maya):
    usual = [name for name, is_wanted in ticked(maya).items() if is_wanted]
    sign_in(maya).post(WISHES, page(sign_in(maya).get(WISHES)).form(""))
    choose(maya)
    assert not any(ticked(maya).values())
    assert not Entry.objects.exists()  # it is nobody else's business
    rows = Wish.objects.count()
    choose(maya, "update.mentioned", "made.up")
    assert [words for words, is_wanted in ticked(maya).items() if is_wanted] == ["Somebody mentions me"]
    assert Wish.objects.count() == rows == len(usual)


def test_a_script_is_told_that_it_is_saved(maya):
    answer = choose(maya, headers={"HX-Request": "true"})
    assert (answer.status_code, page(answer).text) == (200, "Saved.")
    assert not any(ticked(maya).values())


# --- One thread ----------------------------------------------------------------------------------------
def test_a_thread_that_is_muted_is_read_and_says_nothing_more_until_it_is_heard_again(maya, tom, ines, lunch):
    other = UpdateFactory(author=tom, text="Dinner")
    reply(maya, lunch, "I come")
    press(tom, "Mute this thread: Lunch at noon")
    assert (lines(tom), unread(tom)) == (["Maya Okafor replied to Lunch at noon"], 0)
    reply(ines, lunch, "Me too, @tom")
    reply(ines, other, "Noise")
    assert unread(tom) == 1
    assert lines(tom)[0] == "Unread: Ines Lindqvist replied to Dinner"
    shown = page(sign_in(tom).get(WISHES)).first("main").first("section")
    assert [link.text for link in shown.all("a")] == ["Lunch at noon"]
    sign_in(tom).post(shown.first("button").attrs["formaction"], {"_method": "delete"})
    assert not page(sign_in(tom).get(WISHES)).first("main").first("section").all("a")
    reply(ines, lunch, "Still")
    assert unread(tom) == 2


def test_the_page_of_a_thread_says_whether_it_is_muted(maya, tom, lunch):
    def words(person) -> str:
        return page(sign_in(person).get(f"/updates/{lunch.pk}/")).first("aside", "aside").text

    assert "Mute this thread" in words(maya)
    assert mute(maya, lunch)["Location"] == "/notices/"
    mute(maya, lunch)
    assert "You are told nothing of this thread. Hear again" in words(maya)
    assert "Mute this thread" in words(tom)
    assert Silence.objects.count() == 1
    sign_in(maya).post(f"/notices/silences/thread:{lunch.pk}/", {"_method": "delete"})
    assert "Mute this thread" in words(maya)


@pytest.mark.parametrize("place", ["thread:987654", "thread:x", "page:1", ":1", "thread:", "person:1"])
def test_what_is_no_thread_cannot_be_muted(maya, place):
    assert sign_in(maya).post(f"/notices/silences/{place}/").status_code == 404
    assert not Silence.objects.exists()


def test_a_stranger_cannot_mute_what_they_may_not_know_and_is_no_longer_told_what_it_was(
    maya, noor, stranger, closed_team
):
    secret = post(noor, "The bands, @maya", teams=[closed_team])
    assert mute(stranger, secret).status_code == 404
    assert mute(maya, secret).status_code == 302
    assert "The bands" in page(sign_in(maya).get(WISHES)).first("main").text
    sign_in(maya).post(f"/teams/{closed_team.pk}/membership/", {"_method": "delete"})
    assert "The bands" not in page(sign_in(maya).get(WISHES)).text
    assert Notice.objects.filter(to=maya).unread().count() == 0
