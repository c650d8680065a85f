"""Who may listen to what is what the one door says, however many are asked about at once."""

from itertools import count

import pytest
from django.contrib.auth.models import AnonymousUser

from intranet.kit.declarations import gathered
from intranet.live import declared, door
from intranet.people.models import Team, User
from intranet.writing.models import LongText
from microblog.blogs.models import BlogPost
from microblog.models import Update
from tests.factories import (
    ArticleFactory,
    BlogFactory,
    MembershipFactory,
    PersonFactory,
    PostFactory,
    SectionFactory,
    TeamFactory,
    UpdateFactory,
)
from tests.house.canary_world import OUTSIDE, VIEWERS, World, build

pytestmark = pytest.mark.django_db
INSIDE = [viewer for viewer in VIEWERS if viewer not in OUTSIDE]
NO_STREAMS = {
    *(
        "",
        ":",
        "feed",
        "feed:",
        "thread:",
        "user:",
        "team:1",
        "feed:team",
        "feed:team:",
        "feed:Company",
        "FEED:company",
    ),
    *("feed:1", "feed:2", "feed:team:01", "feed:team:002", "thread:01"),
    *("feed:team:x", "feed:team:-1", "feed:team:1.0", "feed:team:0", "feed:team:²", "feed:team:٣", "feed:team:1:2"),
    *("feed:company:", "feed: company", " feed:company", "feed:closed ", "feed:team: 1", "feed:team:1 ", "thread: 1"),
    *("thread:0", "thread:-1", "thread:+1", "thread:²", "thread:٣", "thread:1e0", "thread:999999", "feed:team:999999"),
    *("thread:" + "9" * 40, "feed:team:" + "9" * 40, "user:" + "9" * 40, "user:²", "user:+1", "user:0", "user:None"),
    *(
        "page:",
        "page:0",
        "page:01",
        "page:-1",
        "page:²",
        "page:1 ",
        "page:999999",
        "writing:",
        "writing:0",
        "writing:x",
    ),
    *("page:" + "9" * 40, "writing:" + "9" * 40, "writing:01", "writing:999999", "Page:1", "pages:1"),
    *("questions", "questions:", "questions:0", "questions:01", "questions:-1", "questions:²", "questions:1 "),
    *("questions:x", "questions:" + "9" * 40, "questions:999999", "Questions:1", "question:1"),
    *("thread:1\0", "feed:team:1\0", "thread:1'--", "feed:team:1 OR 1=1", "nonsense", "*"),
}


@pytest.fixture
def world() -> World:
    return build()


def every_stream() -> set[str]:
    """Whatever there is to listen to, and as many names for which there is nothing."""
    teams = {f"feed:team:{pk}" for pk in Team.objects.values_list("pk", flat=True)}
    updates = {f"thread:{pk}" for pk in Update.objects.values_list("pk", flat=True)}
    people = {f"user:{pk}" for pk in User.objects.values_list("pk", flat=True)}
    pages = {f"{kind}:{pk}" for kind in ("page", "writing") for pk in LongText.objects.values_list("pk", flat=True)}
    pages |= {f"questions:{pk}" for pk in LongText.objects.values_list("pk", flat=True)}
    zeros = {name.replace(":1", ":01") for name in (*teams, *updates, *people) if name.endswith(":1")}
    return {"feed:company", "feed:open", "feed:closed", *teams, *updates, *people, *pages, *zeros, *NO_STREAMS}


def through_the_door(viewer: User) -> set[str]:
    """What the pages would say: the teams and the beginnings of threads that this viewer sees."""
    teams = {f"feed:team:{team.pk}" for team in Team.objects.visible_to(viewer)}
    threads = {f"thread:{update.pk}" for update in Update.objects.visible_to(viewer).filter(root=None)}
    texts = LongText.objects.visible_to(viewer).values_list("pk", flat=True)
    pages = {f"{kind}:{pk}" for kind in ("page", "writing") for pk in texts}
    pages |= {f"questions:{post.pk}" for post in BlogPost.objects.visible_to(viewer)}
    closed = {"feed:closed"} if viewer.sees_everything else set()
    return {"feed:company", "feed:open", f"user:{viewer.pk}", *closed, *teams, *threads, *pages}


def let_in(world: World, viewer: str) -> door.Visitor | None:
    """Somebody who opens a socket in their browser."""
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in world.browsers[viewer].cookies.items())
    return door.let_in({"headers": [(b"cookie", cookies.encode())]})


def test_every_kind_of_stream_is_asked_about_here():
    kinds = {name.partition(":")[0] for name in through_the_door_names()}
    assert gathered("streams", "STREAMS").keys() == kinds, "Say in through_the_door who hears it"


def through_the_door_names() -> set[str]:
    UpdateFactory(team=TeamFactory())
    ArticleFactory()
    PostFactory()
    return through_the_door(PersonFactory(admin=True))


def test_everybody_hears_what_they_would_read_alone_and_asked_with_all_others(world):
    asked = every_stream()
    visitors = {viewer: let_in(world, viewer) for viewer in INSIDE}
    alone = {viewer: door.may_stay([(visitors[viewer], asked)])[0] for viewer in INSIDE}
    together = dict(zip(INSIDE, door.may_stay([(visitors[viewer], asked) for viewer in INSIDE]), strict=True))
    for viewer in INSIDE:
        assert alone[viewer] == through_the_door(world.people[viewer]), viewer
        assert together[viewer] == alone[viewer], viewer
    assert f"feed:team:{world.team.pk}" in alone["insider"] - alone["member"]  # noise
    assert f"thread:{world.updates['text'].pk}" in alone["insider"] - alone["moderator"]
    assert f"thread:{world.updates['both'].pk}" in alone["member"]  # it is also addressed to an open team
    secret, taken = world.wiki.pages["secret"].pk, world.wiki.pages["taken"].pk
    assert {f"page:{secret}", f"writing:{secret}"} <= alone["insider"] - alone["moderator"]
    assert not {f"page:{taken}", f"writing:{taken}"} & alone["admin"]  # it stands nowhere
    post, own = world.blogs.pages["post"].pk, world.blogs.pages["alone"].pk
    assert {f"page:{post}", f"questions:{post}"} <= alone["insider"] - alone["moderator"]
    assert not {f"page:{own}", f"questions:{own}"} & alone["author"]  # it is not out
    assert f"thread:{world.updates['reply'].pk}" not in alone["insider"]  # a reply begins no thread


def test_everybody_is_granted_only_what_they_asked_for_themselves(world):
    asked = every_stream()
    people = {world.people[viewer].pk: world.people[viewer] for viewer in INSIDE}
    for viewer in INSIDE:
        number = world.people[viewer].pk
        granted = declared.may_listen(people, {stream: {number} for stream in asked})
        assert {stream for stream, numbers in granted.items() if numbers} == through_the_door(people[number])
        assert set().union(*granted.values()) == {number}


def test_whoever_is_outside_is_not_let_in_and_does_not_stay(world):
    assert [let_in(world, viewer) for viewer in OUTSIDE] == [None, None]
    insider = let_in(world, "insider")
    deactivated, moderator = world.people["deactivated"], world.people["moderator"]
    forged = [
        insider._replace(person=deactivated.pk, password=deactivated.password),
        insider._replace(person=999_999),
        insider._replace(password="another"),
        insider._replace(session="ended"),
        insider,
    ]
    stays = door.may_stay([(visitor, {"feed:company"}) for visitor in forged])
    assert stays == [None, None, None, None, {"feed:company"}]
    for person in (AnonymousUser(), deactivated):
        assert not Update.objects.visible_to(person).exists()  # what the door says of them
    assert let_in(world, "moderator").person == moderator.pk  # noise


def test_asking_for_many_people_and_streams_takes_as_many_queries_as_for_few(flat):
    numbers = count()

    def grow(size: int) -> None:
        for number in range(size):
            person = PersonFactory(admin=number % 3 == 0)
            closed, open_team = TeamFactory(closed=True, members=[person]), TeamFactory()
            MembershipFactory(team=open_team, person=person)
            for teams in ([None], [closed], [open_team], [closed, open_team], [closed, TeamFactory(closed=True)]):
                root = UpdateFactory(author=person, teams=teams, text=f"Update {next(numbers)}")
                UpdateFactory(author=person, root=root)
                SectionFactory(team=teams[0])
            for owner in ({"team": closed}, {"team": open_team}, {"person": person}):
                PostFactory(blog=BlogFactory(**owner), author=person)

    granted = []

    def ask() -> None:
        people = User.objects.in_bulk()
        answers = declared.may_listen(people, {stream: set(people) for stream in streams()})
        granted.append(sum(map(len, answers.values())))

    def streams() -> set[str]:
        return asked[-1]

    asked = []
    grow(3)
    asked.append(every_stream())

    def grow_to_thirty() -> None:
        grow(27)
        asked.append(every_stream())

    queries = flat(grow_to_thirty, {"rights": ask})
    assert granted[1] > 50 * granted[0]  # noise: there was more to grant
    assert queries["rights"] <= 15, queries  # of six kinds of streams; what is asked under posts takes three
