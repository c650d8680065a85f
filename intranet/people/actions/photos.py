"""The photo beside a person's name."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from intranet.audit import trail
from intranet.kit import uploads
from intranet.people.models import Company, Profile, User
from intranet.people.models.profile import PHOTO_SIZES

FOLDER = "photos"


def put(*, by: User, person: User, file: UploadedFile) -> None:
    """The person is shown with this picture. Raises uploads.UploadRefused when it is none."""
    picture = uploads.take_picture(file, sizes=PHOTO_SIZES)
    _change(by, person, uploads.keep(picture, FOLDER))


def remove(*, by: User, person: User) -> None:
    """The person is shown with initials."""
    _change(by, person, "")


@transaction.atomic
def _change(by: User, person: User, key: str) -> None:
    old = Profile.objects.select_for_update().get(pk=person.pk).photo
    Profile.objects.filter(pk=person.pk).update(photo=key)
    Company.looks_changed()
    trail.record("person.edited", by=by, about=person)
    if old:
        transaction.on_commit(lambda: uploads.discard(FOLDER, old, PHOTO_SIZES))
