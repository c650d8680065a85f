"""The short form of `make test-faults` for the search: the index is spoilt, the worker killed, and people go on."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection

from tests.bench import stage
from tests.factories import PersonFactory, TeamFactory
from tests.faults import search_deeds, search_kills
from tests.faults import search_story as story
from tests.faults.search_account import Account
from tests.faults.search_pages import Found, Offered
from tests.faults.search_truth import Question, Truth
from tests.support.search import say

PATIENCE = 120  # seconds


@pytest.fixture
def empty(tmp_path, django_db_setup, django_db_blocker) -> Path:
    """A database after all migrations, which would take longer than all the rest."""
    path = tmp_path / "empty.sqlite3"
    with django_db_blocker.unblock(), sqlite3.connect(path) as file:
        connection.ensure_connection()
        connection.connection.backup(file)  # not inside of a test's transaction: it would wait for its end
    return path


def test_nobody_notices_that_the_index_was_spoilt_and_the_worker_killed(empty):
    short = ["--cases=1", "--kills=2", "--deeds=40", "--updates=100", "--seed=7"]
    command = [sys.executable, "-m", "tests.faults.search", *short, f"--database={empty}"]
    env = os.environ | {"PYTHONPATH": str(stage.ROOT)}
    command.append("--settings=tests.faults.search_short_settings")
    done = subprocess.run(command, env=env, cwd=stage.ROOT, stdout=subprocess.PIPE, text=True, timeout=PATIENCE)
    row = json.loads(done.stdout.splitlines()[-1].removeprefix("RESULT "))
    assert row["failures"] == []
    assert done.returncode == 0
    assert row["cases"] == {"deleted": 1, "truncated": 1, "flipped": 1, "zeroed": 1}
    # Noise: if nobody had searched or written meanwhile, it could not have failed.
    assert min(row["searches"][role] for role in ("member", "stranger", "administrator")) >= 10
    assert row["rebuilt"] >= 1
    assert row["kills"] == 2
    assert row["looked_up"] >= 5
    assert len(row["right_after_s"]) == 7


# --- The count itself ----------------------------------------------------------------------------
ONE, OTHER, SECRET = story.COMMON[0], story.COMMON[1], story.CANARIES[0]
ASKED = Question(f"kind:update {ONE}", (ONE,))


@pytest.fixture
def truths(db, noor, stranger) -> SimpleNamespace:
    """One word, said once to everybody and once in the closed team."""
    team = TeamFactory(name=story.TEAM, closed=True, lead=noor)
    told = say(noor, f"{ONE} {SECRET}", team).get_absolute_url()
    heard = say(stranger, f"{ONE} {OTHER}").get_absolute_url()
    say(PersonFactory(), "Noise")
    member, outside = Truth("member", noor, team), Truth("stranger", stranger, team)
    return SimpleNamespace(member=member, stranger=outside, told=told, heard=heard)


def answer(*addresses: str, body: str = "", count: int | None = None, **more: object) -> Found:
    return Found(200, body, list(addresses), count=len(addresses) if count is None else count, **more)  # type: ignore[arg-type]


def test_the_count_is_content_with_what_each_may_find(truths):
    assert truths.member.wrong_with(ASKED, answer(truths.told, truths.heard, body=SECRET)) == ""
    assert truths.stranger.wrong_with(ASKED, answer(truths.heard)) == ""
    nothing = Question(f"kind:update {SECRET}", (SECRET,))
    assert truths.stranger.wrong_with(nothing, answer(body=f"You typed {SECRET}")) == ""
    either = Question(f"kind:update {SECRET} {OTHER}", (SECRET, OTHER))
    assert truths.member.wrong_with(either, answer(truths.told, truths.heard, any_word=True)) == ""


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (answer("/updates/0/"), "finds"),
        (answer(), "instead of 1"),
        (Found(500, ""), "500 for"),
        (answer("HEARD", count=2), "2 results"),
        (answer("HEARD", body=f"and {SECRET}"), "A LEAK"),
        (answer("HEARD", any_word=True), "find enough"),
    ],
)
def test_the_count_notices_what_a_stranger_should_not_be_answered(truths, found, told):
    found.addresses[:] = [truths.heard if address == "HEARD" else address for address in found.addresses]
    assert told in truths.stranger.wrong_with(ASKED, found)


def test_the_count_notices_what_is_offered_wrongly(truths):
    assert truths.member.wrong_with_offer("zitron", Offered(200, "", [story.TEAM])) == ""
    assert truths.stranger.wrong_with_offer("zitron", Offered(200, "", [])) == ""
    assert "offers" in truths.member.wrong_with_offer("zitron", Offered(200, "", []))
    assert "LEAK" in truths.stranger.wrong_with_offer("zitron", Offered(200, story.TEAM, [story.TEAM]))


def test_the_count_notices_words_that_were_lost_or_came_back():
    ledger = search_kills.Ledger(says={1: "now", 2: "lost", 3: None}, former=["gone", "back"])
    index = {"now": ["/updates/1/"], "back": ["/updates/3/"]}
    account = Account()
    reader = SimpleNamespace(search=lambda word: answer(*index.get(word, [])))
    search_kills.look_up([ledger], reader, account)  # type: ignore[arg-type]
    assert (account.looked_up, account.failed) == (4, 2)
    assert "lost finds [] instead of /updates/2/" in account.failures
    assert "back finds ['/updates/3/'] instead of None" in account.failures


def test_the_count_notices_what_is_missing_too_much_or_twice():
    assert search_deeds.difference("x", ["a", "b"], {"b", "a"}) == ""
    for hits in (["a"], ["a", "b", "c"], ["a", "b", "b"]):
        assert search_deeds.difference("x", hits, {"a", "b"})
