"""Walk (b): the home feed is read at query time, through the one door, in pages, with few queries."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import FollowFactory, TeamFactory, UpdateFactory
from tests.support import page, previews, said, sign_in, texts

pytestmark = pytest.mark.django_db


def test_maya_catches_up_after_two_days_away(company, maya, tom, ines, stranger, noor, team, closed_team):
    now = timezone.now()

    def posted(hours_ago: float, text: str, **more):
        return UpdateFactory(text=text, posted_at=now - timedelta(hours=hours_ago), **more)

    # What happened: for everybody, for her teams, for a team of others, and from Ines, whom she follows.
    FollowFactory(follower=maya, person=ines)
    others = TeamFactory(name="Logistics")
    old = [posted(100 + hour, f"Last week {hour}") for hour in range(15)]
    posted(40, "Deploys are back", author=tom, team=team)
    posted(39, "Bands are ready", author=noor, team=closed_team)
    posted(38, "Gate 2 is closed", team=others)
    posted(37, "Chats are shorter", author=ines, team=others)
    posted(36, "Withdrawn", retracted=True)
    question = posted(35, "Who has the key?", author=stranger)
    posted(34, "Gate 4", author=tom, root=question)

    # She reads down: newest first, nothing missing, nothing twice, nothing that is not hers.
    client = sign_in(maya)
    first = client.get("/")
    new = ["Who has the key?", "Chats are shorter", "Bands are ready", "Deploys are back"]
    assert texts(first) == new + [f"Last week {hour}" for hour in range(15)]
    assert previews(first) == ["Gate 4"]
    assert not page(first).all("a", rel="next")

    # A colleague who is in nothing reads what is for everybody, from the same rows.
    assert texts(sign_in(stranger).get("/")) == ["Who has the key?"] + [f"Last week {hour}" for hour in range(15)]

    # Meanwhile somebody posts, and an old update gets an answer: it does not move.
    sign_in(tom).post("/updates/", said("Just now"))
    sign_in(tom).post(f"/updates/{old[3].pk}/replies/", said("An answer to old words", key="second-form-key"))
    second = client.get("/")
    assert texts(second) == ["Just now", *texts(first)]
    assert previews(second) == ["Gate 4", "An answer to old words"]

    # She is added to a team and sees what was said there before; she leaves, and it is gone.
    client.post(f"/teams/{others.pk}/membership/")
    assert "Gate 2 is closed" in texts(client.get("/"))
    client.post(f"/teams/{others.pk}/membership/", {"_method": "delete"})
    assert "Gate 2 is closed" not in texts(client.get("/"))


def test_the_home_feed_asks_few_questions_however_long_it_is(company, maya, team, flat):
    def grow(rows: int = 30) -> None:
        for number in range(rows):
            update = UpdateFactory(text=f"Number {number}", teams=[team] if number % 2 else [None])
            UpdateFactory(root=update)

    grow(2)
    client = sign_in(maya)
    # One of them counts what waits on her desk, once in five seconds.
    assert flat(grow, {"home": lambda: client.get("/")})["home"] <= 9


def test_a_page_that_was_drawn_shows_each_change_at_the_next_look(maya, tom):
    """Cards are kept once drawn; whatever is shown on one must make it be drawn anew."""
    update = UpdateFactory(author=tom, text="Lunch at noon")
    UpdateFactory(text="Noise")
    client, his = sign_in(maya), sign_in(tom)
    assert texts(client.get("/")) == ["Noise", "Lunch at noon"]
    his.post(f"/updates/{update.pk}/edit/", {"text": "Lunch at one", "edits": 0})
    assert texts(client.get("/")) == ["Noise", "Lunch at one"]
    client.post(f"/updates/{update.pk}/replies/", said("Coming"))
    assert previews(client.get("/")) == ["Coming"]
    his.post(f"/updates/{update.pk}/retraction/")
    assert texts(client.get("/")) == ["Noise"]
