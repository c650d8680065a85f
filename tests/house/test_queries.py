"""A page asks the database as often for 25 rows of everything as for 3."""

import pytest
from django.urls import reverse, reverse_lazy

from intranet.audit import trail
from microblog.actions import questions
from microblog.signs import SIGNS
from search.models import Document
from tests.factories import (
    AnswerFactory,
    ArticleFactory,
    FollowFactory,
    MembershipFactory,
    MuteFactory,
    PersonFactory,
    QuestionFactory,
    ReactionFactory,
    TeamFactory,
    TopicFactory,
    UpdateFactory,
)
from tests.factories.search import BestBetFactory, EnquiryFactory, MissedSearchFactory, SynonymFactory
from tests.support import sign_in, texts
from tests.support.search import engines_know

pytestmark = pytest.mark.django_db

HOME_AT_MOST = 9  # with the number beside the desk, which is good for five seconds
NOTHING_DRAWN = 2  # more when questions among the cards are drawn anew


class Town:
    """A company that grows: people with skills and teams, updates to everybody and to teams, replies, tags, closed
    teams that `reader` is in and others."""

    def __init__(self, reader, team):
        self.reader, self.team, self.size = reader, team, 0
        self.colleague = PersonFactory(username="busy", name="Busy Bee", skills=["Go"], manager=reader)
        self.third = PersonFactory(name="Another Clerk")
        self.root = UpdateFactory(author=self.colleague, text="A long #thread")
        MembershipFactory(team=team, person=self.colleague)
        self.topic = TopicFactory(experts=[self.colleague])
        self.question = QuestionFactory(author=self.third, topics=[self.topic], text="Who knows?")
        self.grow_to(3)

    def grow_to(self, size: int) -> None:
        for number in range(self.size, size):
            person = PersonFactory(title="Clerk", skills=[f"Skill {number}"], manager=self.colleague)
            open_team = TeamFactory(members=[person, self.reader])
            closed = TeamFactory(closed=True, members=[self.reader, self.colleague])
            hidden = TeamFactory(closed=True, members=[person])
            MembershipFactory(team=self.team, person=person)
            FollowFactory(follower=self.reader, person=person)
            FollowFactory(follower=self.reader, team=open_team)
            for author, teams in (
                (person, [None]), (self.colleague, [None]), (person, [open_team]), (self.colleague, [self.team]),
                (person, [self.team, hidden]), (self.colleague, [closed]), (person, [hidden]),
            ):  # fmt: skip
                update = UpdateFactory(author=author, teams=teams, text=f"#thread @{person.username} {number}")
                reply = UpdateFactory(author=person, root=update, text=f"Reply #thread {number}")
                UpdateFactory(author=self.colleague, root=update, parent=reply, text="And again")
            reply = UpdateFactory(author=person, root=self.root, text=f"Reply {number}", was="Something else")
            UpdateFactory(author=self.colleague, root=self.root, parent=reply, text=f"Answer {number}")
            UpdateFactory(author=person, root=self.root, retracted=True)
            ReactionFactory(update=self.root, person=person, sign=SIGNS[number % len(SIGNS)].number)
            ReactionFactory(update=reply, person=self.reader)
            MuteFactory(by=self.reader, whom=PersonFactory())
            self._ask(person, open_team, number)
            trail.record("team.joined", by=person, about=open_team)
        engines_know()
        self._search(range(self.size, size))
        self.size = size

    def _ask(self, person, team, number: int) -> None:
        """Questions in several states, about topics with experts and without."""
        about = [TopicFactory(experts=[person, self.colleague]), TopicFactory()]
        waiting = QuestionFactory(author=person, topics=about, text=f"Who knows number {number}?")
        before = QuestionFactory(author=person, team=team, topics=[*about, self.topic], text=f"Again {number}")
        answer = AnswerFactory(root=self.question, author=person, text=f"Answer {number}")
        UpdateFactory(root=self.question, parent=answer, author=person, text=f"To it {number}")
        questions.find_helpful(by=self.reader, answer=answer)
        questions.accept(by=self.colleague, answer=AnswerFactory(root=before, author=self.third))
        questions.claim(by=self.colleague, question=waiting)
        QuestionFactory(author=person, topics=[self.topic], text=f"Another one {number}")
        ArticleFactory(topic=self.topic)

    def _search(self, numbers: range) -> None:
        """Three people ask the same, in vain or not; others tune the search."""
        found = list(Document.objects.filter(kind="person").order_by("-pk")[: len(numbers)])
        for number, thing in zip(numbers, found, strict=True):
            for person in (self.reader, self.colleague, self.third):
                EnquiryFactory(words=f"vain{number}", person=person)
                EnquiryFactory(words=f"left{number}", person=person, top=thing)
                EnquiryFactory(words=f"opened{number}", person=person, opened=thing)
            SynonymFactory(words=[f"same{number}", f"like{number}"], by=self.colleague)
            MissedSearchFactory(words=f"missed{number}", owner=self.colleague, things=[("person", thing.number)])
            BestBetFactory(words=f"bet{number}", document=thing, by=self.colleague)


@pytest.fixture
def town(company, maya, team) -> Town:
    return Town(maya, team)


PAGES = {
    "home": lambda town: reverse("microblog:home"),
    "company": lambda town: reverse("microblog:company"),
    "following": lambda town: reverse("microblog:following"),
    "team": lambda town: reverse("team", args=[town.team.pk]),
    "person": lambda town: reverse("person", args=["busy"]),
    "replies of a person": lambda town: reverse("person", args=["busy"]) + "?show=replies",
    "tag": lambda town: reverse("microblog:tag", args=["thread"]),
    "thread": lambda town: reverse("microblog:thread", args=[town.root.pk]),
    "history": lambda town: reverse("microblog:history", args=[town.root.replies.first().pk]),
    "who reacted": lambda town: reverse("microblog:reactions", args=[town.root.pk]),
    "question": lambda town: reverse("microblog:thread", args=[town.question.pk]),
    "questions": lambda town: reverse("microblog:questions"),
    "all questions": lambda town: reverse("microblog:questions") + "?state=all",
    "topics": lambda town: reverse("microblog:topics"),
    "topic": lambda town: town.topic.get_absolute_url(),
    "directory": lambda town: reverse("people:directory"),
    "directory by words": lambda town: reverse("people:directory") + "?q=clerk",
    "teams": lambda town: reverse("people:teams"),
    "members": lambda town: reverse("people:members", args=[town.team.pk]),
    "search": lambda town: reverse("search:results") + "?q=reply",
    "similar": lambda town: reverse("search:similar") + "?q=who+knows+the+number+",
    "search narrowed": lambda town: reverse("search:results") + "?q=reply+by:busy+tag:thread+team:a",
    "complete people": lambda town: reverse("people:complete") + "?q=col",
    "complete tags": lambda town: reverse("microblog:complete") + "?q=th",
}


OF_THE_CHIEF = {
    "trail": reverse_lazy("trail"),
    "health": reverse_lazy("health"),
    "searches": reverse_lazy("search:learning"),
    "synonyms": reverse_lazy("search:synonyms"),
    "best bets": reverse_lazy("search:bets"),
    "missed": reverse_lazy("search:missed"),
}
SAME_LENGTH = {"history", "complete tags"}


def test_a_page_asks_as_often_for_many_rows_as_for_few(town, flat, clara):
    sizes: dict[str, list[int]] = {}

    def reading(name, client, address):
        def read():
            response = client.get(address)
            assert response.status_code == 200
            sizes.setdefault(name, []).append(len(response.content))

        return read

    client = sign_in(town.reader)
    reads = {name: reading(name, client, address(town)) for name, address in PAGES.items()}
    chief = sign_in(clara)
    reads |= {name: reading(name, chief, address) for name, address in OF_THE_CHIEF.items()}
    asked = flat(lambda: town.grow_to(25), reads)
    assert {name for name, (few, many) in sizes.items() if many <= few} <= SAME_LENGTH  # noise: there was more to show
    assert asked["home"] <= HOME_AT_MOST + NOTHING_DRAWN, asked


def test_a_query_for_each_row_would_be_noticed(flat):
    def read():
        for team in TeamFactory._meta.model.objects.all():
            team.memberships.count()

    with pytest.raises(AssertionError, match="home asks 1 times for few rows and 3 times for many"):
        flat(lambda: (TeamFactory(), TeamFactory()), {"home": read})


def test_a_page_read_before_asks_less(town, django_assert_max_num_queries):
    """Noise for the tests above, which clear the cache of cards each time: it is there, and it helps."""
    client = sign_in(town.reader)
    first = client.get("/")
    with django_assert_max_num_queries(HOME_AT_MOST - 4):
        second = client.get("/")
    assert texts(first) == texts(second)
    assert len(texts(first)) == 20
