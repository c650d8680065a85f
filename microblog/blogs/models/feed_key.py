import secrets
from typing import Any, Self

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q
from django.utils import timezone

SALT = "blogs.feeds"


def _nonce() -> str:
    return secrets.token_hex(8)


class FeedKeyQuerySet(models.QuerySet["FeedKey"]):
    def standing(self) -> Self:
        """Those that were not revoked, of people who still work here."""
        return self.filter(revoked_at=None, person__is_active=True)

    def of(self, person: Any) -> "FeedKey | None":
        return self.standing().filter(person=person).first()

    def opened_by(self, token: str) -> "FeedKey | None":
        """The key whose token this is; None for a forged one, one that was revoked, and one of somebody who left."""
        try:
            number, _, nonce = _signer().unsign(token).partition("-")
        except BadSignature:
            return None
        return self.standing().select_related("person").filter(pk=number, nonce=nonce).first()


class FeedKey(models.Model):
    """A person's feeds are read at addresses with this key, without signing in, until they revoke it.

    The token in an address is signed and not stored, so what stands in this row opens nothing.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=16, default=_nonce, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    last_used_on = models.DateField(null=True)  # the day alone: when somebody reads is not our business
    revoked_at = models.DateTimeField(null=True)

    objects = FeedKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(revoked_at=None), name="one_feed_key_each"),
        ]

    def __str__(self) -> str:
        return f"feed key {self.pk}"  # never its token: names stand in the trail and in logs

    @property
    def was_used_today(self) -> bool:
        return self.last_used_on == timezone.localdate()

    @property
    def token(self) -> str:
        return _signer().sign(f"{self.pk}-{self.nonce}")


def _signer() -> Signer:
    return Signer(salt=SALT, sep=".")
