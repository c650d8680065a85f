"""Who may see a thing sees its pictures and files; nobody else learns that they are there."""

import pytest
from django.contrib.auth.models import AnonymousUser

from intranet.people.actions import teams
from intranet.writing.actions import files
from intranet.writing.models import Document, FileUse, Image
from microblog.actions import updates
from tests.factories import UpdateFactory
from tests.support import sign_in
from tests.support.pictures import upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def picture(maya) -> Image:
    files.take_picture(by=maya, upload=upload())  # noise: used by nothing
    return files.take_picture(by=maya, upload=upload(name="bands.png"))


@pytest.fixture
def file(maya) -> Document:
    files.take_file(by=maya, upload=upload(b"Noise", "noise.txt"))
    return files.take_file(by=maya, upload=upload(b"Band 4 and 5", "bands.txt"))


def sees(person, picture, file) -> set[str]:
    """What somebody gets, and that the door says the same."""
    browser = sign_in(person)
    statuses = {browser.get(pk).status_code for pk in addresses(picture)}
    assert len(statuses) == 1 and statuses <= {200, 404}
    got = {"picture"} if statuses == {200} else set()
    got |= {"file"} if browser.get(file.url).status_code == 200 else set()
    assert Image.objects.visible_to(person).filter(pk=picture.pk).exists() == ("picture" in got)
    assert Document.objects.visible_to(person).filter(pk=file.pk).exists() == ("file" in got)
    return got


def addresses(picture: Image) -> list[str]:
    return [part.split()[0] for part in picture.srcset.split(", ")]


BOTH = {"picture", "file"}


def test_what_nothing_uses_is_seen_by_who_sent_it_and_by_administrators(picture, file, maya, tom, clara, olu):
    assert [sees(person, picture, file) for person in (maya, clara, tom, olu)] == [BOTH, BOTH, set(), set()]


def test_a_closed_team_shares_what_its_updates_show(picture, file, maya, noor, stranger, olu, closed_team):
    UpdateFactory(author=maya)  # noise: for everybody, and shows nothing
    update = UpdateFactory(author=maya, team=closed_team)
    files.use(by=maya, kind="update", number=update.pk, pictures={picture.pk: "Bands"}, documents=[file.pk])
    assert sees(noor, picture, file) == BOTH
    assert sees(stranger, picture, file) == set() == sees(olu, picture, file)
    teams.add_member(by=noor, team=closed_team, person=stranger)
    assert sees(stranger, picture, file) == BOTH
    teams.leave(by=stranger, team=closed_team)
    assert sees(stranger, picture, file) == set()


def test_a_reply_shows_its_files_to_the_audience_of_its_thread(picture, file, maya, tom, stranger, closed_team):
    thread = UpdateFactory(author=maya, team=closed_team)
    reply = UpdateFactory(author=maya, root=thread)
    files.use(by=maya, kind="update", number=reply.pk, pictures=[picture.pk], documents=[file.pk])
    assert sees(stranger, picture, file) == set()
    assert not Image.objects.visible_to(AnonymousUser()).exists()
    elsewhere = UpdateFactory(author=maya)
    files.use(by=maya, kind="update", number=elsewhere.pk, documents=[file.pk])
    assert sees(stranger, picture, file) == {"file"}  # one of two owners is enough


def test_what_was_taken_back_shows_nothing_to_others(picture, file, maya, tom):
    update = UpdateFactory(author=maya)
    files.use(by=maya, kind="update", number=update.pk, pictures=[picture.pk], documents=[file.pk])
    assert sees(tom, picture, file) == BOTH
    updates.retract(by=maya, update=update)
    assert sees(tom, picture, file) == set()


def test_nobody_opens_a_foreign_picture_by_planting_its_number(picture, file, stranger, maya):
    trap = UpdateFactory(author=stranger)
    files.use(by=stranger, kind="update", number=trap.pk, pictures=[picture.pk, 987654], documents=[file.pk])
    assert not FileUse.objects.exists()
    assert sees(stranger, picture, file) == set()
    files.use(by=maya, kind="update", number=trap.pk, pictures=[picture.pk])
    files.use(by=stranger, kind="update", number=trap.pk, pictures=[picture.pk], documents=[file.pk])
    assert sees(stranger, picture, file) == {"picture"}  # what stood there before may stay


def test_an_owner_uses_exactly_what_it_says_last_in_that_order(picture, maya):
    other = files.take_picture(by=maya, upload=upload())
    files.use(by=maya, kind="update", number=5, pictures={picture.pk: "First", other.pk: ""})
    files.use(by=maya, kind="update", number=6, pictures=[other.pk])  # noise
    files.use(by=maya, kind="update", number=5, pictures={other.pk: "Now first", picture.pk: "First"})
    rows = FileUse.objects.of("update", [5]).values_list("picture", "place", "alt")
    assert list(rows) == [(other.pk, 0, "Now first"), (picture.pk, 1, "First")]
    files.use(by=maya, kind="update", number=5, pictures=[picture.pk])
    assert [use.picture_id for use in FileUse.objects.of("update", [5])] == [picture.pk]
    files.use(by=maya, kind="update", number=5, pictures=[other.pk], keeps=True)
    assert {use.picture_id for use in FileUse.objects.of("update", [5])} == {picture.pk, other.pk}
    files.use(by=maya, kind="update", number=5)
    assert not FileUse.objects.of("update", [5]).exists()
    assert FileUse.objects.of("update", [6]).exists()


def test_a_kind_that_nobody_declares_opens_nothing(picture, file, maya, tom):
    files.use(by=maya, kind="poem", number=1, pictures=[picture.pk], documents=[file.pk])
    assert sees(tom, picture, file) == set()


def test_asking_who_may_see_a_picture_costs_the_same_however_often_it_is_used(picture, file, maya, tom, flat):
    def grow():
        for _ in range(6):
            update = UpdateFactory(author=maya)
            files.use(by=maya, kind="update", number=update.pk, pictures=[picture.pk], documents=[file.pk])

    grow()
    flat(grow, {"picture": lambda: sign_in(tom).get(picture.src), "file": lambda: sign_in(tom).get(file.url)})
