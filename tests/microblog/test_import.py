"""What was said in another network is taken over: once, by whom it says, and with a word about every bad row."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from intranet.audit.models import Entry
from intranet.people.models import User
from microblog.actions import imports, updates
from microblog.models import Imported, Mention, Update, UpdateAudience
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

HEADER = "id,author,posted_at,reply_to,text"
Chat = Callable[..., Path]


@pytest.fixture
def chat(tmp_path: Path) -> Chat:
    """Write lines below the header into `chat.csv`, as text or as bytes."""

    def write(*lines: str | bytes, header: str = HEADER) -> Path:
        file = tmp_path / "chat.csv"
        raw = [line if isinstance(line, bytes) else line.encode() for line in (header, *lines)]
        file.write_bytes(b"\n".join(raw) + b"\n")
        return file

    return write


@pytest.fixture
def noise(maya: User) -> Update:
    """Something that was here before and must stay as it is."""
    update = updates.post(by=maya, text="Lunch at noon", key="noise-in-the-room")
    assert update
    return update


def bring(file: Path, **options: object) -> tuple[str, str]:
    """Run the command; what it said, and what it complained about."""
    said, complained = StringIO(), StringIO()
    call_command("import_updates", file, stdout=said, stderr=complained, **options)
    return said.getvalue(), complained.getvalue()


def said_there() -> list[tuple[str, str, str, str | None, str | None, int]]:
    """All that was imported: number, author's username, text, and the numbers of parent and root, replies."""
    rows = Imported.objects.order_by("update__posted_at", "update__pk").select_related(
        "update__author", "update__parent__imported", "update__root__imported"
    )
    return [
        (
            row.number,
            row.update.author.username,
            row.update.text,
            row.update.parent.imported.number if row.update.parent else None,
            row.update.root.imported.number if row.update.root else None,
            row.update.reply_count,
        )
        for row in rows
    ]


TALK = (
    "1,BockBilbo,2004-12-25T00:55:20Z,,can anyone tell me how to recover **grub**?",
    "2,Xophe,2004-12-25T00:56:22Z,,that is worth knowing",
    "3,Kamion,2004-12-25T00:57:23Z,1,boot from the disc",
    "4,BockBilbo,2004-12-25T00:58:24Z,3,and then?",
    "5,Kamion,2004-12-25T00:59:24Z,4,read #grub and ask @bockbilbo",
    "6,Xophe,2004-12-25T01:00:24Z,2,so it is",
)
THERE = [
    ("1", "bockbilbo", "can anyone tell me how to recover **grub**?", None, None, 3),
    ("2", "xophe", "that is worth knowing", None, None, 1),
    ("3", "kamion", "boot from the disc", "1", "1", 0),
    ("4", "bockbilbo", "and then?", "3", "1", 0),
    ("5", "kamion", "read #grub and ask @bockbilbo", "4", "1", 0),
    ("6", "xophe", "so it is", "2", "2", 0),
]


def test_a_chat_becomes_updates_and_flat_threads_of_people_who_cannot_sign_in(chat, noise):
    said, complained = bring(chat(*TALK))

    assert said_there() == THERE
    assert "6 imported, 0 already there, 0 skipped; 3 people made" in said
    assert not complained
    kamion = User.objects.get(username="kamion")
    assert (kamion.name, kamion.is_active, kamion.has_usable_password()) == ("Kamion", False, False)
    assert User.objects.sought("kamion").get() == kamion
    first = Imported.objects.get(number="1").update
    assert first.posted_at == datetime(2004, 12, 25, 0, 55, 20, tzinfo=UTC)
    assert "<strong>grub</strong>" in first.html
    noise.refresh_from_db()
    assert (noise.version, noise.reply_count) == (1, 0)


def test_only_what_begins_a_thread_is_addressed_and_to_the_company(chat, noise):
    bring(chat(*TALK))
    addressed = UpdateAudience.objects.exclude(update=noise).values_list("update__imported__number", "team")
    assert sorted(addressed) == [("1", None), ("2", None)]


def test_tags_and_people_named_in_an_imported_text_are_connected(chat, noise):
    bring(chat(*TALK))
    answer = Imported.objects.get(number="5").update
    assert [tag.name for tag in answer.tags.all()] == ["grub"]
    assert [mention.person.name for mention in Mention.objects.filter(update=answer)] == ["BockBilbo"]
    assert 'class="tag"' in answer.html
    assert 'class="mention"' in answer.html


def test_a_second_run_changes_nothing_and_leaves_no_second_entry_in_the_trail(chat, noise):
    bring(chat(*TALK))
    before = list(Update.objects.order_by("pk").values()), User.objects.count(), Entry.objects.count()
    said, _ = bring(chat(*TALK))
    assert (list(Update.objects.order_by("pk").values()), User.objects.count(), Entry.objects.count()) == before
    assert "0 imported, 6 already there" in said
    entry = Entry.objects.get(action="updates.imported")
    assert entry.details == {"count": 6, "network": "chat"}


def test_a_longer_file_adds_what_is_new_under_the_threads_and_names_that_are_there(chat, noise):
    bring(chat(*TALK[:4]))
    User.objects.filter(username="kamion").update(name="Renamed since")
    said, _ = bring(chat(*TALK))
    assert said_there() == THERE
    assert "2 imported, 4 already there, 0 skipped; 0 people made" in said


def test_an_import_that_broke_off_goes_on_where_it_was(chat, noise, monkeypatch):
    monkeypatch.setattr(imports, "BATCH", 2)
    connect, calls = imports._connect, []

    def fail_the_second_time(new):
        connect(new)
        calls.append(new)
        if len(calls) == 2:
            raise ConnectionError("the plug was pulled")

    monkeypatch.setattr(imports, "_connect", fail_the_second_time)
    with pytest.raises(ConnectionError):
        bring(chat(*TALK))
    assert [row[0] for row in said_there()] == ["1", "2"]  # whole batches only
    assert not User.objects.filter(username="kamion").exists()

    said, _ = bring(chat(*TALK))
    assert said_there() == THERE
    assert "4 imported, 2 already there" in said
    assert Entry.objects.get(action="updates.imported").details["count"] == 6


def test_each_bad_row_is_told_of_by_its_line_and_the_good_ones_come_in(chat, noise):
    tomorrow = f"{timezone.now() + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
    file = chat(
        "1,ann,2020-01-01T08:00:00Z,,good",
        ",ann,2020-01-01T08:00:00Z,,no id",
        "3,,2020-01-01T08:00:00Z,,no author",
        "4,ann,2020-01-01T08:00:00Z,,   ",
        "5,ann,yesterday,,no date",
        "1,ann,2020-01-01T08:00:00Z,,twice",
        f"7,ann,{tomorrow},,not yet",
        f"8,ann,2020-01-01T08:00:00Z,,{'x' * 5001}",
        "9,ann,2020-01-01T08:00:00Z,99,whose child am I",
        "10,ann,2020-01-01T08:00:00Z,11,too early",
        "11,ann,2020-01-01T08:00:00Z,11,myself",
        "12,ann,2020-01-01T08:00:00Z",
        b"13,ann,2020-01-01T08:00:00Z,,caf\xe9",
        "14,ann,2020-01-01T08:00:00Z,9,under a row that was skipped",
        "",
        '15,ann,2020-01-01T08:00:00+02:00,1,"good, on',
        'two lines"',
        "16,ann,1969-07-20T20:17:00Z,,on the moon",
        f"17,{'n' * 81},2020-01-01T08:00:00Z,,long name",
        f"{'1' * 61},ann,2020-01-01T08:00:00Z,,long id",
        "18,a\x07nn,2020-01-01T08:00:00Z,,a bell",
        f"19,ann,2020-01-01T08:00:00Z,,{'x' * 200_000}",
        "20,ann,2020-01-01T08:00:00Z,,good to the end",
    )
    said, complained = bring(file)

    assert [row[0] for row in said_there()] == ["15", "1", "20"]
    assert said_there()[0][2:4] == ("good, on\ntwo lines", "1")
    reasons = dict(re.findall(r"Line (\d+) was skipped: (.+)\.", complained))
    expected = {
        "3": "no id", "4": "no author", "5": "no text", "6": "cannot be read", "7": "used before, in line 2",
        "8": "in the future", "9": "longer than 5,000", "10": "answers 99, which is not there",
        "11": "comes later, in line 12", "12": "answers itself", "13": "3 columns instead of 5", "14": "not UTF-8",
        "15": "answers 9, which is not there", "19": "before 1970", "20": "longer than 80", "21": "longer than 60",
        "22": "control characters", "23": "cannot be read as CSV",
    }  # fmt: skip
    assert reasons.keys() == expected.keys()
    assert not [line for line, words in expected.items() if words not in reasons[line]]
    assert "3 imported, 0 already there, 18 skipped; 1 people made" in said

    before = said_there()
    _, again = bring(file)
    assert (said_there(), again) == (before, complained)


def test_nobody_who_works_here_is_made_to_say_what_a_namesake_said(chat, maya, noise):
    bring(chat("1,Maya,2020-01-01T08:00:00Z,,I hate blankets"))
    author = Imported.objects.get().update.author
    assert (author.username, author.name, author.is_active) == ("maya-2", "Maya", False)


def test_an_administrator_may_say_that_equal_usernames_are_the_same_people(chat, maya, noise):
    PersonFactory(username="gone", is_active=False)
    lines = [
        "1,Maya,2020-01-01T08:00:00Z,,hello",
        "2,gone,2020-01-01T08:00:00Z,,hello",
        "3,ann,2020-01-01T08:00:00Z,,hi",
    ]
    bring(chat(*lines), match_people=True)
    assert [row[1] for row in said_there()] == ["maya", "gone-2", "ann"]


def test_names_that_differ_only_in_case_stay_different_people_on_every_run(chat, noise):
    lines = [
        f"{n},{name},2020-01-01T08:00:0{n}Z,,hello" for n, name in enumerate(["ubuntu", "Ubuntu", "ubuntu_", "!!!"])
    ]
    bring(chat(*lines))
    bring(chat(*lines, "4,Ubuntu,2020-01-01T08:00:04Z,1,again", "5,!!!,2020-01-01T08:00:05Z,,again"))
    assert [row[1] for row in said_there()] == ["ubuntu", "ubuntu-2", "ubuntu-3", "someone", "ubuntu-2", "someone"]


def test_a_second_file_of_the_same_network_knows_its_authors_and_threads(chat, noise):
    bring(chat("1,ann,2020-01-01T08:00:00Z,,hello"), network="irc")
    bring(chat("2,ann,2020-01-02T08:00:00Z,1,hello again"), network="irc")
    bring(chat("1,ann,2020-01-03T08:00:00Z,,elsewhere"), network="other")  # noise: another ann
    assert said_there() == [
        ("1", "ann", "hello", None, None, 1),
        ("2", "ann", "hello again", "1", "1", 0),
        ("1", "ann-2", "elsewhere", None, None, 0),
    ]


def test_long_names_that_collide_still_make_usernames_that_fit(chat, noise):
    long = "a" * 60
    bring(chat(f"1,{long},2020-01-01T08:00:00Z,,one", f"2,{long}b,2020-01-01T08:00:01Z,,two"))
    assert [row[1] for row in said_there()] == ["a" * 39, "a" * 37 + "-2"]


def test_letters_of_all_the_world_come_through(chat, noise):
    text = "Grüße 你好 🧶 שלום #größe"
    bring(chat("1,Zoë Łuk,2020-01-01T08:00:00Z,," + text, header="\ufeff" + HEADER))
    update = Imported.objects.get().update
    assert (update.text, update.author.name, update.author.username) == (text, "Zoë Łuk", "zoe-uk")
    assert [tag.name for tag in update.tags.all()] == ["grösse"]


def test_a_thread_77_deep_is_one_flat_thread_in_its_order(chat, noise, monkeypatch):
    monkeypatch.setattr(imports, "BATCH", 20)
    same_minute = "2020-01-01T08:00:00Z"
    lines = [f"{n},ann,{same_minute},{n - 1 or ''},number {n}" for n in range(1, 79)]
    bring(chat(*lines))
    there = said_there()
    assert [row[0] for row in there] == [str(n) for n in range(1, 79)]
    assert there[0][5] == 77
    assert {row[4] for row in there[1:]} == {"1"}
    assert [row[3] for row in there[1:]] == [str(n) for n in range(1, 78)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"number,who,when,what\n1,ann,2020-01-01,hello\n", "first line must be id,author,posted_at,reply_to,text"),
        (b"", "first line must be"),
        ("id,author".encode("utf-16"), "first line must be"),
        (None, "cannot be read: No such file"),
    ],
)
def test_a_file_that_is_something_else_is_refused_with_what_was_expected(tmp_path, content, reason, noise):
    file = tmp_path / "other.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match=reason):
        bring(file)
    assert not Imported.objects.exists()


def test_a_network_whose_name_is_too_long_is_refused(chat, noise):
    with pytest.raises(CommandError, match="at most 60 characters"):
        bring(chat(*TALK), network="n" * 61)
