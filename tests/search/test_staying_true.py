"""What can be found is what can be seen: after whatever people do, and whatever happens to the engine."""

import random
from contextlib import suppress

import pytest
from django.urls import reverse

from intranet.people.actions import teams
from intranet.people.models import Team
from microblog.actions import updates
from microblog.models import Tag, Update
from search import documents, drain, engines
from search.models import Document, Engine
from tests.factories import PersonFactory, TeamFactory, UpdateFactory
from tests.support import page, sign_in
from tests.support.search import answer, found, results, say

pytestmark = pytest.mark.django_db

DEEDS = 250


def addresses(client, typed: str) -> set[str]:
    """Where all hits lead, on all pages."""
    links, start = [], 0
    while True:
        tree = results(client, typed, start=start)
        links += [hit.first("a").attrs["href"] for hit in tree.all("li", "hit")]
        if not tree.all("a", rel="next"):
            break
        start += 20
    assert len(links) == len(set(links))
    return set(links)


def offers(client, typed: str) -> set[str]:
    """Where the suggestions lead, but for those that lead to a search."""
    tree = page(client.get(reverse("search:suggestions"), {"q": typed}))
    leads = {link.attrs["href"] for link in tree.all("a")}
    return {link for link in leads if not link.startswith(reverse("search:results"))}


def links(rows) -> set[str]:
    return {row.get_absolute_url() for row in rows}


class Town:
    """People who post, reply, edit, retract, undo, join and leave, and teams that open and close."""

    def __init__(self, dice: random.Random, people: list) -> None:
        self.dice, self.people = dice, people
        self.teams = [TeamFactory(closed=number % 2 == 0, lead=people[0], members=people[1:3]) for number in range(4)]
        self.said: list[Update] = []

    def do_something(self) -> None:
        deeds = (
            [self.post] * 5 + [self.reply] * 3 + [self.edit, self.retract, self.undo, self.move, self.move, self.close]
        )
        self.dice.choice(deeds)()

    def words(self) -> str:
        rare = f" #rare{self.dice.randint(1, 5)}" if self.dice.random() < 0.1 else ""  # mostly on one thing only
        return " ".join(self.dice.choices(["apple", "boat", "cloud", "door", "#elm", "#fir"], k=4)) + rare

    def author(self, team=None):
        among = [person for person in self.people if team is None or not team.is_closed or team.has(person)]
        return self.dice.choice(among)

    def post(self) -> None:
        team = self.dice.choice([None, *self.teams])
        self.said.append(say(self.author(team), self.words(), *([team] if team else [])))

    def one(self) -> Update | None:
        there = list(Update.objects.standing().filter(pk__in=[update.pk for update in self.said]))
        return self.dice.choice(there) if there else None

    def reply(self) -> None:
        if update := self.one():
            self.said.append(answer(update.author, update, self.words()))

    def edit(self) -> None:
        if update := self.one():
            updates.edit(by=update.author, update=update, text=self.words(), edits=update.edits.count())

    def retract(self) -> None:
        if update := self.one():
            updates.retract(by=update.author, update=update)

    def undo(self) -> None:
        if (update := self.one()) and not update.reply_count and not update.answered_by.exists():
            with suppress(updates.TooLate):  # on a slow machine ten seconds are over before it is chosen
                updates.undo(by=update.author, update=update)

    def move(self) -> None:
        team, person = self.dice.choice(self.teams), self.dice.choice(self.people[3:])
        if team.has(person):
            teams.leave(by=person, team=team)
        else:
            teams.add_member(by=self.people[0], team=team, person=person)

    def close(self) -> None:
        team = self.dice.choice(self.teams)
        closed = self.dice.random() < 0.5
        teams.edit(by=self.people[0], team=team, name=team.name, purpose="", is_closed=closed)


@pytest.mark.parametrize("seed", [1, 2])
def test_after_whatever_people_do_each_finds_exactly_what_each_sees(company, clara, drained, seed):
    people = [PersonFactory() for _ in range(6)]
    dice = random.Random(seed)
    town = Town(dice, people)
    for number in range(DEEDS):
        town.do_something()
        if number % 40 == 0:
            drained()
    drained()
    for viewer in (*people, clara):
        client = sign_in(viewer)
        for typed, rows in (
            ("kind:update", Update.objects.standing()),
            ("kind:update tag:elm", Update.objects.standing().filter(tags__name="elm")),
            ("kind:tag", Tag.objects.all()),
            ("kind:team", Team.objects.all()),
        ):
            assert addresses(client, typed) == links(rows.visible_to(viewer)), (viewer, typed)
        for typed, rows in (
            ("elm", Tag.objects.filter(name="elm")),
            ("rare", Tag.objects.filter(name__startswith="rare")),
            ("team", Team.objects.all()),
        ):
            offered, seen = offers(client, typed), links(rows.visible_to(viewer))
            assert offered & links(rows) == seen, (viewer, typed)
            assert offered - seen <= links(Update.objects.standing().visible_to(viewer)), (viewer, typed)
    assert Document.objects.filter(is_gone=True).count() == 0


# --- The engine ----------------------------------------------------------------------------------
def test_what_was_said_before_there_was_a_search_is_found(maya, engine):
    UpdateFactory(text="Said long ago")
    UpdateFactory(text="Noise")
    assert found(sign_in(maya), "ago") == []
    drain.drain_all()
    assert found(sign_in(maya), "ago") == ["Said long ago"]


def test_what_is_touched_while_the_engines_are_told_waits_for_the_next_time(maya, drained, monkeypatch):
    update = say(maya, "First words")
    told = engines.tell

    def slowly(present, gone):
        told(present, gone)
        if update.text == "First words":
            updates.edit(by=maya, update=update, text="Second thoughts", edits=0)

    monkeypatch.setattr(engines, "tell", slowly)
    drain.drain()
    assert Document.objects.waiting().filter(kind="update").count() == 1
    monkeypatch.setattr(engines, "tell", told)
    drained()
    assert found(sign_in(maya), "thoughts") == ["Second thoughts"]


def test_a_worker_that_dies_before_it_ticks_off_tells_the_engines_again(maya, drained, monkeypatch):
    drained()
    say(maya, "Nothing is lost")
    monkeypatch.setattr(drain, "_tick_off", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        drain.drain()
    assert Document.objects.waiting().exists()
    monkeypatch.undo()
    drained()
    assert found(sign_in(maya), "lost") == ["Nothing is lost"]


def test_only_one_worker_writes_at_a_time(maya, drained, monkeypatch):
    drained()
    say(maya, "Whose turn is it?")
    with drain._pen(), monkeypatch.context() as elsewhere:
        elsewhere.setattr(drain, "_me", "another worker")
        assert not drain.drain()
        with pytest.raises(drain.Busy):
            drain.gather()
        assert Document.objects.waiting().exists()
    drained()
    assert found(sign_in(maya), "turn") == ["Whose turn is it?"]


def spoil(damage: str) -> None:
    """Do to the files of the index what a bad disk does."""
    folder = engines.backend(engines.WHOOSH).path
    files = sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: -path.stat().st_size)
    assert files
    for path in files:
        content = path.read_bytes()
        if damage == "deleted":
            path.unlink()
        elif damage == "truncated":
            path.write_bytes(content[: len(content) // 2])
        elif damage == "zeroed":
            path.write_bytes(bytes(len(content)))
        elif damage == "flipped" and content:
            middle = len(content) // 2
            path.write_bytes(content[:middle] + bytes([content[middle] ^ 0x40]) + content[middle + 1 :])


@pytest.mark.parametrize("engine", ["whoosh"], indirect=True)
@pytest.mark.parametrize("damage", ["deleted", "truncated", "flipped", "zeroed"])
def test_when_the_index_is_spoilt_the_database_answers_and_the_worker_makes_a_new_one(
    maya, stranger, closed_team, drained, damage
):
    say(maya, "Refunds within 14 days")
    say(maya, "Refunds of salaries", closed_team)
    drained()
    client = sign_in(stranger)
    spoil(damage)
    engines.backend.cache_clear()  # as a process that starts now
    index = engines.backend(engines.WHOOSH).get_index_for_model(Document)
    index.refresh()
    assert found(client, "refunds") == ["Refunds within 14 days"]
    drain.drain_all()
    assert not Engine.objects.broken().exists()
    assert found(client, "refunds") == ["Refunds within 14 days"]
    assert len(found(sign_in(maya), "refunds")) == 2
    assert engines.backend(engines.WHOOSH).search("refunds", Document, operator="and").count() == 2


def test_a_bulk_of_documents_is_touched_with_a_constant_number_of_queries(maya, flat):
    def touch(size):
        numbers = [UpdateFactory(author=maya, text="Again #and again").pk for _ in range(size)]
        return lambda: documents.touch_numbers("update", numbers)

    few, many = touch(3), touch(30)
    turns = iter([few, many])
    flat(lambda: None, {"touch": lambda: next(turns)()})
