import hmac
from datetime import date, datetime, timedelta
from hashlib import sha256
from secrets import randbits, token_bytes
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone


def fresh_secret() -> bytes:
    return token_bytes(32)


def random_key() -> int:
    """A primary key that does not tell the order: beside the log of a web server, the order would name people."""
    return randbits(62)


class EnquiryKey(models.Model):
    """The secret of a month. When its row is gone, nobody can find out again who asked."""

    month = models.DateField(unique=True)  # its first day
    secret = models.BinaryField(default=fresh_secret)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @classmethod
    def of(cls, month: date) -> Self:
        return cls.objects.get_or_create(month=month)[0]

    def sign(self, person: int, normal: str) -> str:
        """The same for the same person and words all through the month, and otherwise without meaning."""
        return hmac.new(bytes(self.secret), f"{person}:{normal}".encode(), sha256).hexdigest()[:32]


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def of(self, person: Any) -> Self:
        """What a person asked in the last day; before that nobody knows any more who it was."""
        return self.filter(person=person)

    def lately(self, days: int) -> Self:
        """Today and before, so many days in all."""
        return self.filter(day__gt=timezone.localdate() - timedelta(days=days))


class Enquiry(models.Model):
    """One thing that somebody looked for. Who it was is known for a day; how many they were, as long as it is kept."""

    id = models.BigIntegerField(primary_key=True, default=random_key)
    words = models.CharField(max_length=80)  # as typed; cut when there are more
    normal = models.CharField(max_length=300)  # see search.normal
    filters = models.CharField(max_length=120, blank=True)
    may_be_named = models.BooleanField(default=True)  # to those who may see what it led to; otherwise it is a number
    found = models.PositiveSmallIntegerField()  # how much has all of the words, as far as asking counts
    top_kind = models.CharField(max_length=20, blank=True)  # the document of it that stood first
    top_number = models.BigIntegerField(null=True)
    was_opened = models.BooleanField(default=False)  # there is a Visit
    was_in_vain = models.BooleanField(default=False)  # who asked said that it did not help, whatever they opened
    at = models.DateTimeField()  # after a day only the day remains
    day = models.DateField()
    month = models.DateField()  # its first day: in another month the same person is another `who`
    who = models.CharField(max_length=32)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "enquiries"
        indexes = [
            models.Index(fields=["day"], name="enquiry_day"),
            # All that is asked of a month's words stands in it, so that half a million rows are counted in a moment.
            models.Index(
                fields=["normal", "month", "who", "day", "found", "was_opened", "was_in_vain", "may_be_named"],
                name="enquiry_normal",
            ),
            models.Index(fields=["person", "-at"], condition=models.Q(person__isnull=False), name="enquiry_person"),
        ]

    def __str__(self) -> str:
        return f"enquiry {self.pk}"  # never what was typed

    def asked(self, *, at: datetime, by: int) -> None:
        """Says when it was, and seals who it was; does not save."""
        self.at, self.day = at, timezone.localdate(at)
        self.month = self.day.replace(day=1)
        self.who = EnquiryKey.of(self.month).sign(by, self.normal)
        self.person_id = by


class EnquiryPart(models.Model):
    """Something that one word of an enquiry finds alone, when all of them together found nothing."""

    id = models.BigIntegerField(primary_key=True, default=random_key)
    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="parts", db_index=False)
    kind = models.CharField(max_length=20)
    number = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enquiry", "kind", "number"], name="enquiry_part_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
