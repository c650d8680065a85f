from django.conf import settings
from django.db import models
from django.urls import reverse

from intranet.kit.fields import HtmlField

from .user import folded

PHOTO_SIZES = (96, 320)  # pixels, square


class Skill(models.Model):
    """Something people can do, by the name they gave it first."""

    name = models.CharField(max_length=40)
    folded = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["folded"]

    def __str__(self) -> str:
        return self.name


class Profile(models.Model):
    """What a person says of themselves to colleagues."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="profile")
    title = models.CharField(max_length=80, blank=True, help_text="What you do, such as “Support lead”.")
    department = models.CharField(max_length=60, blank=True, db_index=True)
    bio = models.TextField(max_length=1000, blank=True)
    bio_html = HtmlField(blank=True)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    skills = models.ManyToManyField(Skill, blank=True, related_name="profiles")
    photo = models.CharField(max_length=40, blank=True)  # the key under which kit.uploads keeps it
    sought = models.TextField(blank=True)  # all that the directory searches, folded

    def __str__(self) -> str:
        return str(self.user)

    @property
    def photo_url(self) -> str:
        return self._photo(PHOTO_SIZES[0])

    @property
    def large_photo_url(self) -> str:
        return self._photo(PHOTO_SIZES[-1])

    def _photo(self, size: int) -> str:
        return reverse("people:photo", args=[self.photo, size]) if self.photo else ""

    def words(self) -> str:
        """The text behind `sought`."""
        skills = " ".join(self.skills.values_list("name", flat=True)) if self.pk else ""
        return folded(f"{self.user.name} {self.user.username} {self.title} {self.department} {skills}")
