"""Each feed holds exactly what it says, for whoever reads it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import FollowFactory, MuteFactory, PersonFactory, TeamFactory, UpdateFactory
from tests.support import page, previews, sign_in, texts

pytestmark = pytest.mark.django_db


def read(person, name: str, *args, **query):
    return texts(sign_in(person).get(reverse(name, args=args), query))


def test_a_newcomer_sees_nothing_of_a_closed_team_she_is_not_in(maya):
    UpdateFactory(team=TeamFactory(closed=True), text="Salary bands")
    UpdateFactory(text="Lunch at noon")  # noise: this one must still be there
    assert read(maya, "microblog:home") == ["Lunch at noon"]


def test_home_holds_the_company_my_teams_and_what_i_follow_newest_first(maya, team, ines):
    other, followed = TeamFactory(), TeamFactory()
    FollowFactory(follower=maya, team=followed)
    FollowFactory(follower=maya, person=ines)
    UpdateFactory(text="To everybody")
    UpdateFactory(text="To her team", team=team)
    UpdateFactory(text="To a team she does not know", team=other)  # noise: open, but none of hers
    UpdateFactory(text="To a team she follows", team=followed)
    UpdateFactory(text="From whom she follows, to a team she is not in", team=other, author=ines)
    closed = TeamFactory(closed=True)
    UpdateFactory(text="From whom she follows, closed to her", team=closed, author=ines)  # noise
    assert read(maya, "microblog:home") == [
        "From whom she follows, to a team she is not in",
        "To a team she follows",
        "To her team",
        "To everybody",
    ]


def test_the_company_feed_holds_only_what_is_for_everybody(maya, team):
    UpdateFactory(text="To everybody")
    UpdateFactory(text="To her team", team=team)  # noise
    assert read(maya, "microblog:company") == ["To everybody"]


def test_following_holds_people_and_teams_that_i_follow_and_nothing_else(maya, team, ines, tom):
    FollowFactory(follower=maya, person=ines)
    FollowFactory(follower=maya, team=team)
    FollowFactory(follower=tom, person=PersonFactory(username="somebody"))  # noise: Tom's business
    UpdateFactory(text="From Ines", author=ines)
    UpdateFactory(text="In the team", team=team, author=tom)
    UpdateFactory(text="From nobody she follows", author=tom)
    assert read(maya, "microblog:following") == ["In the team", "From Ines"]


@pytest.fixture
def posted_by_ines(maya, ines, team):
    """Ines, whom Maya follows and mutes, posts to everybody and to Maya's team; somebody else does, too."""
    FollowFactory(follower=maya, person=ines)
    FollowFactory(follower=maya, team=team)
    MuteFactory(by=maya, whom=ines)
    UpdateFactory(author=ines, text="Ines to everybody #lunch")
    UpdateFactory(author=ines, team=team, text="Ines to the team #lunch")
    UpdateFactory(team=team, text="Somebody to the team #lunch")
    return UpdateFactory(text="Somebody to everybody #lunch")


def test_home_company_and_following_leave_out_whom_i_muted_followed_or_not(maya, tom, posted_by_ines):
    assert read(maya, "microblog:home") == ["Somebody to everybody #lunch", "Somebody to the team #lunch"]
    assert read(maya, "microblog:company") == ["Somebody to everybody #lunch"]
    assert read(maya, "microblog:following") == ["Somebody to the team #lunch"]
    assert len(read(tom, "microblog:home")) == 4  # noise: he mutes nobody


def test_where_i_go_to_read_it_what_a_muted_person_says_is_there(maya, ines, team, posted_by_ines):
    UpdateFactory(author=ines, root=posted_by_ines, text="Ines answers")
    assert "Ines to the team #lunch" in read(maya, "team", team.pk)
    assert "Ines to everybody #lunch" in read(maya, "microblog:tag", "lunch")
    assert read(maya, "person", "ines") == ["Ines to the team #lunch", "Ines to everybody #lunch"]
    assert read(maya, "microblog:thread", posted_by_ines.pk) == ["Somebody to everybody #lunch", "Ines answers"]


def test_pages_of_a_feed_without_muted_people_have_no_gap_and_no_double(maya, ines):
    MuteFactory(by=maya, whom=ines)
    for number in range(25):
        UpdateFactory(text=f"Number {number}")
        UpdateFactory(text="Muted", author=ines)
    client = sign_in(maya)
    first = client.get("/")
    second = client.get("/" + page(first).first("a", rel="next").attrs["href"])
    assert texts(first) + texts(second) == [f"Number {number}" for number in reversed(range(25))]


def test_a_teams_page_holds_what_is_addressed_to_it(maya, stranger, team):
    other = TeamFactory()
    UpdateFactory(text="Deploy is back", team=team)
    UpdateFactory(text="For both", teams=[team, other])
    UpdateFactory(text="Elsewhere", team=other)
    UpdateFactory(text="To everybody")
    assert read(maya, "team", team.pk) == ["For both", "Deploy is back"]
    assert read(stranger, "team", team.pk) == ["For both", "Deploy is back"]


def test_a_closed_teams_page_is_there_for_its_members_alone(maya, stranger, closed_team):
    UpdateFactory(text="Bands", team=closed_team)
    assert read(maya, "team", closed_team.pk) == ["Bands"]
    assert sign_in(stranger).get(closed_team.get_absolute_url()).status_code == 404


def test_a_persons_page_holds_what_they_said_and_their_replies_apart(maya, ines):
    first = UpdateFactory(text="From Ines", author=ines)
    UpdateFactory(text="A reply of Ines", author=ines, root=UpdateFactory(text="From somebody"))
    UpdateFactory(text="A reply to Ines", root=first)  # noise
    UpdateFactory(text="Closed words of Ines", author=ines, team=TeamFactory(closed=True))  # noise
    assert read(maya, "person", "ines") == ["From Ines"]
    assert read(maya, "person", "ines", show="replies") == ["A reply of Ines"]


def test_a_tags_page_holds_updates_and_replies_that_carry_it(maya):
    first = UpdateFactory(text="One #Billing question")
    UpdateFactory(text="Also #billing", root=first)
    UpdateFactory(text="About #billings")  # noise: another word
    UpdateFactory(text="Secret #billing", team=TeamFactory(closed=True))  # noise
    assert read(maya, "microblog:tag", "billing") == ["Also #billing", "One #Billing question"]
    assert read(maya, "microblog:tag", "BILLING") == ["Also #billing", "One #Billing question"]


def test_a_tag_used_only_where_she_may_not_read_looks_like_one_nobody_used(maya):
    UpdateFactory(text="The #merger", team=TeamFactory(closed=True))
    client = sign_in(maya)
    used, unused = (client.get(reverse("microblog:tag", args=[name])) for name in ("merger", "nothing"))
    assert used.status_code == unused.status_code == 200
    assert page(used).first("main").text.replace("merger", "…") == page(unused).first("main").text.replace(
        "nothing", "…"
    )


def test_a_card_shows_the_last_two_replies_and_how_many_came_before(maya):
    root = UpdateFactory(text="Question")
    UpdateFactory(text="Noise, with no replies")
    for number in range(5):
        UpdateFactory(text=f"Answer {number}", root=root)
    response = sign_in(maya).get("/")
    assert previews(response) == ["Answer 3", "Answer 4"]
    assert page(response).first("a", "more").text == "3 earlier replies"


def test_pages_have_no_gap_and_no_double_while_new_updates_arrive(maya):
    for number in range(45):
        UpdateFactory(text=f"Number {number}")
    client, seen, address = sign_in(maya), [], "/"
    while address:
        response = client.get(address)
        seen += texts(response)
        UpdateFactory(text="Just arrived")  # noise: between two pages
        further = page(response).all("a", rel="next")
        address = "/" + further[0].attrs["href"] if further else ""
    assert seen == [f"Number {number}" for number in reversed(range(45))]


def test_updates_of_the_same_moment_are_each_shown_once(maya):
    when = timezone.now()
    for number in range(25):
        UpdateFactory(text=f"Number {number}", posted_at=when)
    client = sign_in(maya)
    first = client.get("/")
    second = client.get("/" + page(first).first("a", rel="next").attrs["href"])
    assert len(texts(first)) == 20
    assert sorted(texts(first) + texts(second)) == sorted(f"Number {number}" for number in range(25))


def test_the_feed_can_be_fetched_whole_down_to_where_somebody_had_read(maya):
    made = [UpdateFactory(text=f"Number {number}") for number in range(50)]
    response = sign_in(maya).get("/", {"through": made[10].cursor}, headers={"X-Fragment": "feed"})
    assert texts(response) == [f"Number {number}" for number in reversed(range(10, 50))]
    assert b"<html" not in response.content


def test_the_place_where_somebody_had_read_may_be_gone(maya):
    """An undone or retracted update leaves a cursor to nowhere; the list still goes down to where it stood."""
    made = [UpdateFactory(text=f"Number {number}") for number in range(30)]
    cursor = made[5].cursor
    made[5].delete()
    shown = texts(sign_in(maya).get("/", {"through": cursor}))
    assert shown == [f"Number {number}" for number in reversed(range(6, 30))]


@pytest.mark.parametrize("cursor", ["1", "x-1", "1-x", "-", "9" * 40 + "-1", "1-" + "9" * 40, "١-١", "1-1; drop"])
def test_a_made_up_place_in_the_list_is_not_found(maya, cursor):
    client = sign_in(maya)
    assert client.get("/", {"before": cursor}).status_code == 404
    assert client.get("/", {"through": cursor}).status_code == 404
    assert client.get("/").status_code == 200  # noise: without it, the page is there


def test_a_cursor_from_the_far_future_shows_everything_and_one_from_1970_nothing(maya):
    UpdateFactory(text="Here")
    client = sign_in(maya)
    future = UpdateFactory.build(posted_at=timezone.now() + timedelta(days=9), author=maya, pk=1).cursor
    assert texts(client.get("/", {"before": future})) == ["Here"]
    assert texts(client.get("/", {"before": "0-0"})) == []
