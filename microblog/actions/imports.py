"""Taking over what was said in another network."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from intranet.audit import trail
from intranet.audit.models import Entry
from intranet.kit import markup
from intranet.people.audiences import EVERYBODY
from intranet.people.models import Profile, User
from intranet.people.models.user import username_from
from microblog.csv_rows import Problem, Row, Survey, rows, survey
from microblog.models import Imported, Mention, Tag, Update, UpdateAudience, UpdateTag
from search import documents

BATCH = 500  # rows of the file in one transaction: all of them are there, or none
LONGEST_USERNAME = User._meta.get_field("username").max_length or 0


@dataclass
class Outcome:
    """What an import came to, in rows; `people` were made for it."""

    imported: int = 0
    already: int = 0
    people: int = 0
    problems: list[Problem] = field(default_factory=list)


def import_updates(
    *,
    file: Path,
    network: str,
    match_people: bool = False,
    seen: Survey | None = None,
    advance: Callable[[int], None] = lambda rows: None,
) -> Outcome:
    """Every good row of `file` is an update to the company or a reply, once, by whom it says; bad rows are told of.

    Rows that came from `network` before are passed over, so an import that was broken off goes on where it was.
    Authors become inactive people. With `match_people`, one whose name is the username of somebody who works here is
    that person. An author stays who an earlier import took them for. `advance` is told of rows that are done, and
    `seen` saves a second look at the file. Raises BadFile.
    """
    seen = seen or survey(file)
    outcome = Outcome()
    authors = _Authors(network, match_people)
    authors.learn(seen)
    for batch in _batches(rows(file, seen, timezone.now())):
        good = [row for row in batch if isinstance(row, Row)]
        outcome.problems += [row for row in batch if isinstance(row, Problem)]
        with transaction.atomic():
            _store(good, network, authors, outcome)
        advance(len(batch))
    outcome.problems.sort(key=lambda problem: problem.line)
    _record(network)
    return outcome


def _batches(rows: Iterable[Row | Problem]) -> Iterable[list[Row | Problem]]:
    """The rows in groups that are the same on every run, whatever was imported before."""
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


@dataclass
class _Place:
    """A row in its thread. The update has no number before it is stored, so threads are tied by the updates."""

    row: Row
    update: Update
    root: Update | None
    parent: Update | None


def _store(batch: Sequence[Row], network: str, authors: "_Authors", outcome: Outcome) -> None:
    known = _known(network, batch)
    new = [row for row in batch if row.id not in known]
    outcome.already += len(batch) - len(new)
    places, problems = _placed(new, known)
    outcome.problems += problems
    if not places:
        return
    outcome.people += authors.invite([place.row for place in places])
    texts = markup.render_updates([place.row.text for place in places])  # after the authors, so that @name finds them
    for place, html in zip(places, texts, strict=True):
        place.update.author_id = authors.of(place.row.author)
        place.update.html = html
    # In the file's order: where the time is the same, the number decides what stands first.
    Update.objects.bulk_create([place.update for place in places])
    _tie(places)
    Imported.objects.bulk_create(
        Imported(network=network, number=place.row.id, update=place.update) for place in places
    )
    UpdateAudience.objects.bulk_create(
        UpdateAudience(update=place.update, team=None) for place in places if place.root is None
    )
    _connect([place.update for place in places])
    documents.touch_numbers("update", [place.update.pk for place in places])
    outcome.imported += len(places)


def _known(network: str, batch: Sequence[Row]) -> dict[str, Update]:
    """The updates that are there already under the ids of these rows, and under those that they answer."""
    numbers = {row.id for row in batch} | {row.reply_to for row in batch}
    found = Imported.objects.filter(network=network, number__in=numbers).select_related("update")
    return {row.number: row.update for row in found.only("number", "update__root")}


def _placed(new: Sequence[Row], known: dict[str, Update]) -> tuple[list[_Place], list[Problem]]:
    """Unsaved updates in their threads; a reply whose parent is not there has no place."""
    places: dict[str, _Place] = {}
    problems = []
    for row in new:
        update = Update(text=row.text, posted_at=row.posted_at)
        if not row.reply_to:
            places[row.id] = _Place(row, update, None, None)
        elif above := places.get(row.reply_to):
            places[row.id] = _Place(row, update, above.root or above.update, above.update)
        elif parent := known.get(row.reply_to):
            root = Update(pk=parent.root_id) if parent.root_id else parent
            places[row.id] = _Place(row, update, root, parent)
        else:
            problems.append(Problem(row.line, f"it answers {row.reply_to[:40]}, which is not there"))
    return list(places.values()), problems


def _tie(places: Sequence[_Place]) -> None:
    """Replies know what they answer, and each thread how many replies it has."""
    replies = [place for place in places if place.root]
    for place in replies:
        place.update.root, place.update.parent = place.root, place.parent
    Update.objects.bulk_update([place.update for place in replies], ["root", "parent"])
    more = Counter(place.root.pk for place in replies if place.root)
    by_size: dict[int, list[int]] = {}
    for root, size in more.items():
        by_size.setdefault(size, []).append(root)
    for size, roots in by_size.items():
        Update.objects.filter(pk__in=roots).update(reply_count=F("reply_count") + size, version=F("version") + 1)


def _connect(updates: Sequence[Update]) -> None:
    """Tags and mentions of many new updates, as posting connects them."""
    tagged = {update: names for update in updates if (names := markup.tags_in(update.text))}
    if tagged:
        names = set().union(*tagged.values())
        Tag.objects.bulk_create([Tag(name=name) for name in sorted(names)], ignore_conflicts=True)
        tags = {tag.name: tag for tag in Tag.objects.filter(name__in=names)}
        UpdateTag.objects.bulk_create(
            UpdateTag(update=update, tag=tags[name]) for update, names in tagged.items() for name in sorted(names)
        )
        documents.widen(list(tags.values()), [EVERYBODY])
    named = {update: names for update in updates if (names := markup.mentions_in(update.text))}
    if named:
        found = User.objects.filter(username__in=set().union(*named.values()))
        people = {person.username: person for person in found}
        Mention.objects.bulk_create(
            Mention(update=update, person=people[name])
            for update, names in named.items()
            for name in sorted(names & people.keys())
        )


class _Authors:
    """Who the authors of a network are here."""

    def __init__(self, network: str, match_people: bool) -> None:
        self.network, self.match_people = network, match_people
        self.people: dict[str, int] = {}  # the author's name -> the person's number
        self.taken: set[str] = set(User.objects.values_list("username", flat=True))

    def learn(self, seen: Survey) -> None:
        """The rows that are there already tell who their authors are, also when these were renamed since."""
        numbers = list(seen.authors)
        for start in range(0, len(numbers), BATCH):
            there = Imported.objects.filter(network=self.network, number__in=numbers[start : start + BATCH])
            for number, person in there.order_by("pk").values_list("number", "update__author"):
                self.people.setdefault(seen.authors[number], person)

    def of(self, author: str) -> int:
        return self.people[author]

    def invite(self, rows: Sequence[Row]) -> int:
        """Every author of these rows is a person; how many had to be made. They cannot sign in."""
        first = {row.author: row.posted_at for row in reversed(rows) if row.author not in self.people}
        if not first:
            return 0
        self._recognise(list(first))
        # In the order in which they speak, so that a second run gives the same usernames.
        strangers = [author for author in reversed(first) if author not in self.people]
        made = [self._person(author, first[author]) for author in strangers]
        profiles = [Profile(user=person) for person in made]
        for profile in profiles:
            profile.sought = profile.words()
        User.objects.bulk_create(made)
        Profile.objects.bulk_create(profiles)
        self.people |= {person.name: person.pk for person in made}
        return len(made)

    def _recognise(self, authors: list[str]) -> None:
        """Those whom another file of this network brought; then, if the administrator said so, who works here."""
        brought = User.objects.filter(
            is_active=False,
            name__in=authors,
            pk__in=Imported.objects.filter(network=self.network).values("update__author"),
        )
        self.people |= {person.name: person.pk for person in brought.order_by("-pk")}
        if self.match_people:
            here = User.objects.here().filter(username__in=[author.lower() for author in authors])
            numbers = dict(here.values_list("username", "pk"))
            for author in authors:
                if author not in self.people and author.lower() in numbers:
                    self.people[author] = numbers[author.lower()]

    def _person(self, author: str, joined_at: datetime) -> User:
        person = User(username=self._free(username_from(author)), name=author, is_active=False, joined_at=joined_at)
        person.set_unusable_password()
        return person

    def _free(self, wanted: str) -> str:
        """`wanted`, or with a number behind it when somebody has it; then nobody else gets it."""
        endings = ("" if number == 1 else f"-{number}" for number in count(1))
        names = (wanted[: LONGEST_USERNAME - len(ending)].rstrip("._-") + ending for ending in endings)
        free = next(name for name in names if name not in self.taken)
        self.taken.add(free)
        return free


@transaction.atomic
def _record(network: str) -> None:
    """One entry for all that the trail does not know of yet; an import that was killed left none."""
    told = Entry.objects.filter(action="updates.imported", details__network=network)
    new = Imported.objects.filter(network=network).count() - sum(entry.details["count"] for entry in told)
    if new > 0:
        trail.record("updates.imported", by=None, count=new, network=network)
