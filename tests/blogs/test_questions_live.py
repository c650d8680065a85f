"""What is asked, voted for and answered under a post reaches the browsers of its readers, and nobody else's."""

from collections.abc import Iterator

import pytest

from tests.bench import stage
from tests.support.live import SETTINGS, House

POSTS = """
from intranet.people.models import Team, User
from tests.factories import BlogFactory, PostFactory
clara, noor = (User.objects.get(username=name) for name in ("clara", "noor"))
to_all = PostFactory(blog=clara.blog)
closed = PostFactory(blog=BlogFactory(team=Team.objects.get(name="Pay review")), author=noor)
print("posts", to_all.pk, closed.pk)
"""


@pytest.fixture(scope="module")
def house_and_posts() -> Iterator[tuple[House, int, int]]:
    """A running house, a post of Clara's, and one of the closed team."""
    with stage.data_folder() as data:
        port = stage.free_port()
        around = stage.environment(data, SETTINGS, TRELLIS_URL=f"http://{stage.HOST}:{port}")
        stage.manage(around, "setup", "--demo")
        printed = stage.manage(around, "shell", "-c", POSTS).split()
        to_all, closed = map(int, printed[printed.index("posts") + 1 :][:2])
        with stage.Server(stage.daphne(port), around, port):
            yield House(data, port, port), to_all, closed


def ask(house: House, who: str, post: int, text: str) -> int:
    """The number of the question."""
    sent = house.visitor(who).post(f"/blogs/posts/{post}/questions/", {"text": text, "key": f"key of {text}"})
    assert sent.status == 302, sent.status
    return int(sent.headers["Location"].rpartition("-")[2])


def test_a_question_its_votes_and_its_answer_are_seen_at_once(house_and_posts):
    house, post, _ = house_and_posts
    with house.ear("theo") as theo, house.ear("ines") as ines:
        for ear in (theo, ines):
            assert ear.listen(f"questions:{post}", after=house.mark()) == [f"questions:{post}"]
        number = ask(house, "maya", post, "When do we move?")
        told = [ear.until("questions.changed") for ear in (theo, ines)]
        assert told[0] == told[1]
        assert told[0]["ref"] == number
        assert "When do we move?" in told[0]["html"]
        house.visitor("tom").post(f"/blogs/questions/{number}/vote/", {"_method": "post"})
        assert "1 vote" in theo.until("questions.changed")["html"]
        answered = house.visitor("clara").post(
            f"/blogs/questions/{number}/answer/", {"text": "In spring.", "changes": "0"}
        )
        assert answered.status == 302
        assert "In spring." in theo.until("questions.changed")["html"]
        shown = house.visitor("ines").get(f"/blogs/posts/{post}/questions/").text
        assert theo.heard[-1]["html"].strip() in shown
        house.visitor("olu").post(f"/blogs/questions/{number}/retraction/", {})
        assert theo.until("questions.changed")["html"] == ""


def test_nobody_outside_hears_what_is_asked_in_a_closed_team(house_and_posts):
    house, to_all, closed = house_and_posts
    streams = [f"questions:{closed}", f"questions:{to_all}"]
    with house.ear("ines") as ines, house.ear("sam") as sam:
        assert ines.listen(*streams, after=house.mark()) == [f"questions:{to_all}"]
        assert set(sam.listen(*streams, after=house.mark())) == set(streams)
        ask(house, "sam", closed, "Who gets more?")
        assert "Who gets more?" in sam.until("questions.changed")["html"]
        ask(house, "sam", to_all, "Is there tea?")  # noise: this she hears
        heard = ines.until("questions.changed")
        assert "Is there tea?" in heard["html"]
        assert "Who gets more?" not in str(ines.heard)
    refused = house.visitor("ines").get(f"/blogs/posts/{closed}/questions/")
    assert (refused.status, refused.headers["Location"]) == (404, None)
