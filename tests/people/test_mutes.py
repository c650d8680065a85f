"""Not wanting to read somebody: a private matter, which the other never learns of."""

import pytest
from django.db import IntegrityError

from intranet.audit.models import Entry
from intranet.live.models import Event
from intranet.people.models import Mute
from intranet.people.tastes import tastes
from tests.factories import FollowFactory, MuteFactory, PersonFactory, TeamFactory
from tests.support import again, page, sign_in

pytestmark = pytest.mark.django_db
MUTE = "/people/ines/mute/"
STOP = {"_method": "delete"}
SENTENCE = "You do not see what Ines posts in your feeds, and get no notices of it."


def buttons(client, username: str = "ines") -> list[str]:
    return [button.text for button in page(client.get(f"/people/{username}/")).first("main").all("button", form="act")]


def test_maya_mutes_ines_is_told_so_on_her_page_and_stops_again(maya, ines, tom):
    client = sign_in(maya)
    assert buttons(client) == ["Follow", "Mute"]
    muted = page(again(client, client.post(MUTE)))
    assert SENTENCE in muted.first("main").text
    assert buttons(client) == ["Follow", "Muted: stop"]
    assert buttons(client, "tom") == ["Follow", "Mute"]  # noise
    assert SENTENCE not in page(again(client, client.post(MUTE, STOP))).text
    assert buttons(client) == ["Follow", "Mute"]


def test_nobody_but_maya_learns_of_it(maya, ines, tom, clara):
    sign_in(maya).post(MUTE)
    for other in (ines, tom, clara):
        assert "mute" not in page(sign_in(other).get("/people/maya/")).first("main").text.replace("Mute", "").lower()
        assert SENTENCE not in page(sign_in(other).get("/people/ines/")).text
    assert not Entry.objects.exists()
    assert set(Event.objects.values_list("stream", flat=True)) == {f"user:{maya.pk}"}


def test_muting_twice_is_muting_once(maya, ines):
    client = sign_in(maya)
    for _ in range(2):
        assert client.post(MUTE)["Location"] == "/people/ines/"
    assert Mute.objects.get().whom == ines
    for _ in range(2):
        assert client.post(MUTE, STOP).status_code == 302
    assert not Mute.objects.exists()
    assert Event.objects.count() == 2


def test_following_and_muting_do_not_touch_each_other(maya, ines):
    FollowFactory(follower=maya, person=ines)
    client = sign_in(maya)
    client.post(MUTE)
    assert buttons(client) == ["Following: stop", "Muted: stop"]
    client.post(MUTE, STOP)
    assert buttons(client) == ["Following: stop", "Mute"]


def test_nobody_mutes_themselves(maya, ines):
    assert buttons(sign_in(maya), "maya") == []
    assert sign_in(maya).post("/people/maya/mute/").status_code == 403
    assert sign_in(maya).post("/people/nobody.here/mute/").status_code == 404
    assert not Mute.objects.exists()
    with pytest.raises(IntegrityError):
        MuteFactory(by=maya, whom=maya)


def test_what_somebody_follows_and_mutes_is_read_at_once_and_once(maya, ines, tom, team, django_assert_num_queries):
    other = TeamFactory()
    FollowFactory(follower=maya, person=ines)
    FollowFactory(follower=maya, team=team)
    MuteFactory(by=maya, whom=tom)
    FollowFactory(follower=tom, team=other)  # noise: Tom's business
    MuteFactory(by=tom, whom=maya)
    with django_assert_num_queries(1):
        mayas, again_mayas = tastes(maya), tastes(maya)
    assert (mayas.people, mayas.teams, mayas.muted) == ({ines.pk}, {team.pk}, {tom.pk})
    assert again_mayas is mayas
    nobodys = tastes(PersonFactory())
    assert (nobodys.people, nobodys.teams, nobodys.muted) == (set(), set(), set())
