import re
import unicodedata
from hashlib import sha256
from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

USERNAME = r"[a-z0-9](?:[a-z0-9._-]{0,37}[a-z0-9_])?"
RESERVED = frozenset({"new"})  # addresses under /people/ that are not a person's
#: Steps of the colour circle that an avatar, a team or a page can have, as people call them.
HUE_NAMES = ("Red", "Orange", "Amber", "Olive", "Green", "Sea", "Teal", "Sky", "Blue", "Indigo", "Violet", "Pink")
HUES = len(HUE_NAMES)


class Role(models.TextChoices):
    MEMBER = "member", "Member"
    MODERATOR = "moderator", "Moderator"
    COMMUNICATIONS = "communications", "Communications"
    ADMIN = "admin", "Administrator"


def folded(text: str) -> str:
    """Lower case without accents, so that "Zoe" finds "Zoë"."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def hue_of(name: str) -> int:
    return sha256(name.encode()).digest()[0] % HUES


def username_from(name: str) -> str:
    """The nearest allowed username to any `name`: "bockbilbo" for "BockBilbo", "someone" when nothing is left."""
    kept = re.sub(r"[^a-z0-9._-]+", "-", folded(name)).strip("._-")[:39].strip("._-")
    return f"{kept}-1" if kept in RESERVED else kept or "someone"


def refuse_reserved(username: str) -> None:
    """A validator: some usernames would be the address of another page."""
    if username in RESERVED:
        raise ValidationError(f"“{username}” is the name of a page here. Choose another one.")


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, viewer: Any) -> Self:
        """Colleagues see each other; also those who have left, because what they wrote stays."""
        return self if viewer.is_authenticated and viewer.is_active else self.none()

    def here(self) -> Self:
        """People who work here now."""
        return self.filter(is_active=True)

    def seeing_everything(self) -> Self:
        """Those whose `sees_everything` holds."""
        return self.here().filter(role=Role.ADMIN)

    def moderating(self) -> Self:
        """Those whose `moderates` holds."""
        return self.here().filter(role__in=[Role.MODERATOR, Role.ADMIN])

    def with_profile(self) -> Self:
        return self.select_related("profile")

    def sought(self, words: str) -> Self:
        """Every word stands somewhere in the name, username, title, department or skills."""
        found = self
        for word in folded(words).split()[:8]:
            found = found.filter(profile__sought__contains=word)
        return found


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]
    """A person's account: what they sign in with, what they are called, what they may do."""

    username = models.CharField(
        max_length=39,
        unique=True,
        validators=[
            RegexValidator(
                rf"^{USERNAME}\Z",
                "Use small letters, digits, dots, hyphens and underscores, such as “maya.okafor”.",
            ),
            refuse_reserved,
        ],
        help_text="How colleagues mention you, after an @.",
    )
    name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.MEMBER)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["is_active", "name"], name="people_here")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="email_once",
                violation_error_message="Somebody else has this address.",
            ),
            models.CheckConstraint(condition=Q(username=Lower("username")), name="username_small"),
            # Django and Wagtail ask for is_superuser; it is what the role says and nothing else.
            models.CheckConstraint(
                condition=Q(role="admin", is_superuser=True) | (~Q(role="admin") & Q(is_superuser=False)),
                name="superuser_is_admin",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.is_superuser = self.role == Role.ADMIN
        if "role" in (fields := kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*fields, "is_superuser"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.username])

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.username

    # Wagtail's admin prints the first two and asks for the third.
    @property
    def first_name(self) -> str:
        return self.get_short_name()

    @property
    def last_name(self) -> str:
        return " ".join(self.name.split()[1:])

    @property
    def is_staff(self) -> bool:
        return self.sees_everything

    @property
    def sees_everything(self) -> bool:
        """Administrators may open what is closed to others; everybody who may be read by them is told so."""
        return self.is_active and self.role == Role.ADMIN

    @property
    def moderates(self) -> bool:
        return self.is_active and self.role in {Role.MODERATOR, Role.ADMIN}

    @property
    def communicates(self) -> bool:
        return self.is_active and self.role in {Role.COMMUNICATIONS, Role.ADMIN}

    @property
    def initials(self) -> str:
        words = [word for word in re.split(r"[\s.\-_]+", self.name) if word and word[0].isalnum()]
        if len(words) > 1:
            return (words[0][0] + words[-1][0]).upper()
        return (words[0] if words else self.username)[:2].upper()

    @property
    def hue(self) -> int:
        return hue_of(self.name)

    @property
    def photo_url(self) -> str:
        return self.profile.photo_url if hasattr(self, "profile") else ""
