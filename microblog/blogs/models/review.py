from typing import Any

from django.conf import settings
from django.db import models
from wagtail.models import Task

from intranet.kit import policy

from .post import BlogPost


class ReviewTask(Task):
    """The one step of Wagtail's workflow here: whoever answers for a blog reads a post before it goes out."""

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return policy.allows(user, "blogpost.approve", obj)

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        """None in the back office; the page of the post has them."""
        return []


class Wish(models.Model):
    """Who asked for a review wants the post to go out at this time."""

    post = models.OneToOneField(BlogPost, models.CASCADE, related_name="wish")
    goes_out_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"post {self.post_id} at {self.goes_out_at:%Y-%m-%d %H:%M}"
