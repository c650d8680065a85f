"""The desk, the tray, the list of what waits and the feed are drawn once and kept. Nobody can tell: whatever changes,
each page is what it would be had nothing been kept.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.utils import timezone

from intranet.notifications import desk, tray
from intranet.people import tastes
from intranet.people.actions import follows, mutes, people, teams
from intranet.people.actions import topics as topic_actions
from intranet.people.models.user import Role
from intranet.writing.actions import texts
from microblog import first_pages, topics
from microblog.actions import questions, reactions, updates
from microblog.blogs import reviews
from microblog.blogs.actions import posts
from microblog.models import Update
from microblog.signs import SIGNS
from search.actions import missed
from search.missed import Group
from search.models.missed import How
from tests.factories import (
    ArticleFactory,
    BlogFactory,
    PersonFactory,
    PostFactory,
    QuestionFactory,
    SectionFactory,
    TopicFactory,
    UpdateFactory,
)
from tests.factories.search import MissedSearchFactory
from tests.support import sign_in
from tests.support.faq import accepted_answer, draft_of, make
from wiki.actions import care, drafting, pages, sections, voices
from wiki.models import Article, Objection

pytestmark = pytest.mark.django_db

READ = {"/desk/": "desk", "/notices/": "tray", "/questions/": "feed", "/": "feed"}
NONCE = re.compile(r'nonce="[^"]*"')


class World:
    """Something of each kind waits for Ines, and Olu moderates; Maya asks, and Tom answers."""

    def __init__(self, maya, tom, ines, olu, noor, team, closed_team):
        self.maya, self.tom, self.ines, self.olu, self.noor = maya, tom, ines, olu, noor
        self.team, self.closed = team, closed_team
        teams.add_member(by=noor, team=closed_team, person=ines)
        self.topic, self.other = (TopicFactory(name=name, experts=[ines]) for name in ("Returns", "Billing"))
        ago = timezone.now() - timedelta(hours=3)
        self.asked = self._ask("Where do parcels go?", ago)
        self.secret = QuestionFactory(author=maya, text="Who earns what?", topics=[self.topic], team=closed_team)
        for number in range(21):
            QuestionFactory(author=tom, text=f"Noise {number}?", topics=[TopicFactory()])
        QuestionFactory(author=maya, text="Where is the kettle?")
        self.place = SectionFactory(title="Warehouse", owner=ines, publishers=[ines])
        self.article = ArticleFactory(title="Parcels", owner=ines, parent=self.place, topic=self.topic)
        self.closed_place = SectionFactory(title="Pay", owner=noor, team=closed_team)
        self.due = ArticleFactory(title="Labels", owner=ines, verified_until=timezone.localdate())
        voices.object_to(by=tom, article=self.article, line="The price is old.")
        group = Group("falcon", "falcon", people=4, times=9, found=0, things=frozenset({("article", self.due.pk)}))
        self.missed = missed.begin_missed(group=group, owner=ines)
        MissedSearchFactory(words="noise", owner=tom)
        self.post = PostFactory(blog=BlogFactory(person=ines), waits=True, title="Read it", author=maya)
        posts.submit(by=maya, post=self.post)
        self.solved = QuestionFactory(author=maya, text="How late may one come?", topics=[self.topic])
        self.answer = accepted_answer(self.solved, tom, "At ten.")

    def _ask(self, text: str, at: Any) -> Update:
        found = updates.post(by=self.maya, text=text, key=text, asks_about=[self.topic])
        assert found
        Update.objects.filter(pk=found.pk).update(posted_at=at)
        return Update.objects.get(pk=found.pk)


def said(by, to, text: str) -> Update:
    found = updates.reply(by=by, to=to, text=text, key=text)
    assert found
    return found


def edit(by, update, text: str) -> None:
    updates.edit(by=by, update=update, text=text, edits=0)


def retitle(by, of, title: str) -> None:
    now = type(of).objects.get(pk=of.pk)
    texts.save(by=by, page=now, base=now.head, changes={"title": title})


def entrust(world: World, **changed: Any) -> None:
    was = Article.objects.get(pk=world.due.pk)
    hands = {"owner": was.owner, "owner_team": was.owner_team, "topic": was.topic, "is_evergreen": False}
    hands |= {"verified_until": was.verified_until, "tags": []} | changed
    care.entrust(by=world.ines, article=was, **hands)


STEPS: dict[str, Callable[[World], Any]] = {
    "the question is worded anew": lambda w: edit(w.maya, w.asked, "Where do parcels really go?"),
    "somebody likes it": lambda w: reactions.react(by=w.ines, update=w.asked, sign=SIGNS[0]),
    "and takes it back": lambda w: reactions.unreact(by=w.ines, update=w.asked, sign=SIGNS[0]),
    "Ines is on it": lambda w: questions.claim(by=w.ines, question=w.asked),
    "she is not any more": lambda w: questions.release(by=w.ines, question=w.asked),
    "it is about more": lambda w: questions.ask(by=w.maya, update=w.asked, topics=[w.topic, w.other]),
    "it was asked again": lambda w: questions.merge(by=w.olu, question=QuestionFactory(author=w.tom), into=w.asked),
    "a topic has another name": lambda w: topic_actions.change(
        by=w.olu, topic=w.topic, name="What comes back", description="", target_hours=None
    ),
    "she is no expert any more": lambda w: topic_actions.release_expert(by=w.olu, topic=w.other, person=w.ines),
    "Maya is called otherwise": lambda w: people.edit(by=w.maya, person=w.maya, name="Maya O.", skills=[]),
    "what is wrong has another title": lambda w: retitle(w.tom, w.article, "Parcels and letters"),
    "another says that it is wrong": lambda w: voices.object_to(by=w.olu, article=w.article, line="Twice."),
    "one of these is settled": lambda w: voices.settle(by=w.ines, objection=Objection.objects.get(line="Twice.")),
    "what is due is due later": lambda w: entrust(w, verified_until=timezone.localdate() + timedelta(days=3)),
    "and for a team": lambda w: entrust(w, owner=None, owner_team=w.closed),
    "it is correct": lambda w: care.still_correct(by=w.ines, article=w.due),
    "it is overdue": lambda w: entrust(w, owner=w.ines, verified_until=timezone.localdate() - timedelta(days=9)),
    "more people miss it": lambda w: missed.recount(
        missed=w.missed,
        group=Group("falcon", "falcon", people=9, times=20, found=0, things=frozenset({("article", w.due.pk)})),
    ),
    "Ines leaves the closed team to which things went": lambda w: (
        pages.move(by=w.noor, page=w.due, parent=w.closed_place),
        teams.leave(by=w.ines, team=w.closed),
    ),
    "and comes back": lambda w: teams.add_member(by=w.noor, team=w.closed, person=w.ines),
    "the team opens": lambda w: teams.edit(by=w.noor, team=w.closed, name="Pay round", purpose="", is_closed=False),
    "the missed search is not for her": lambda w: missed.end(by=w.ines, missed=w.missed, how=How.DISMISSED),
    "an article is made of an answer": lambda w: make(sign_in(w.maya), w.solved),
    "its words change": lambda w: retitle(w.maya, draft_of(w.solved), "Until when may one come?"),
    "others write in that section": lambda w: sections.let_write(by=w.ines, section=w.place, teams=[], people=[w.olu]),
    "it goes": lambda w: drafting.discard(by=w.maya, article=draft_of(w.solved)),
    "the post is sent back": lambda w: posts.send_back(by=w.ines, post=w.post, why="Longer"),
    "and asked about by another": lambda w: reviews.begin(by=w.tom, post=w.post, goes_out_at=None),
    "its title changes": lambda w: retitle(w.maya, w.post, "Read this"),
    "somebody replies": lambda w: said(w.tom, said(w.ines, w.secret, "I know."), "Do you?"),
    "another replies": lambda w: said(w.maya, w.secret, "Tell us."),
    "one of these is taken back": lambda w: updates.retract(by=w.tom, update=Update.objects.get(text="Do you?")),
    "she mutes somebody": lambda w: mutes.mute(by=w.ines, whom=w.maya),
    "and hears them again": lambda w: mutes.unmute(by=w.ines, whom=w.maya),
    "she follows a team": lambda w: (
        UpdateFactory(author=w.tom, teams=[w.team], text="Among us"),
        follows.follow(by=w.ines, team=w.team),
    ),
    "somebody answers": lambda w: said(w.tom, w.asked, "In the yellow box."),
    "Olu moderates no more": lambda w: people.give_standing(by=w.tom, person=w.olu, role=Role.MEMBER, is_active=True),
    "the question is taken back": lambda w: updates.retract(by=w.maya, update=w.asked),
}


def read(clients: dict[str, Any]) -> dict[tuple[str, str], str]:
    """What each person reads in the middle of each page."""
    caches["fragments"].delete("company")  # how people look may be two seconds old
    shown = {}
    for name, client in clients.items():
        for address, place in READ.items():
            html = NONCE.sub("", client.get(address).content.decode())
            shown[name, address] = html[html.index(f'id="{place}"') : html.index("<aside")]
    return shown


def forget() -> None:
    caches["fragments"].clear()
    for kept in (desk._signs, tray._visible, first_pages._waiting, first_pages._newest, topics._waiting, tastes._rows):
        kept.cache_clear()


@pytest.fixture
def world(company, maya, tom, ines, olu, noor, team, closed_team) -> World:
    PersonFactory(admin=True)
    return World(maya, tom, ines, olu, noor, team, closed_team)


def test_after_every_change_each_page_is_as_if_nothing_had_been_kept(world):
    clients = {person.username: sign_in(person) for person in (world.ines, world.maya, world.olu)}
    before = read(clients)
    assert "Who earns what?" in before["ines", "/questions/"]
    assert "Who earns what?" not in before["olu", "/questions/"]
    for name, change in STEPS.items():
        change(world)
        now = read(clients)
        forget()
        assert now == read(clients), name
        assert now != before, f"{name}, and nobody sees it"
        before = now


def test_a_page_that_was_kept_is_not_shown_to_another_with_fewer_rights(world, stranger):
    for reader in (world.ines, stranger, world.maya, stranger):
        shown = sign_in(reader).get("/questions/?").content.decode()
        assert ("Who earns what?" in shown) is (reader != stranger)
