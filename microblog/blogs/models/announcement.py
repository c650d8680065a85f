from django.conf import settings
from django.db import models
from django.utils import timezone

from microblog.models import Update

from .blog import Blog
from .post import BlogPost


class Announcement(models.Model):
    """The update that tells the feed of a post; its thread is the post's comments."""

    post = models.OneToOneField(BlogPost, models.PROTECT, related_name="announcement")
    update = models.OneToOneField(Update, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"update {self.update_id} of post {self.post_id}"


class Subscription(models.Model):
    """A person wants to know of every new post of a blog."""

    blog = models.ForeignKey(Blog, models.CASCADE, related_name="subscriptions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    #: When the newest post came out that they saw; not when they looked, which is nobody's business.
    seen_until = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "blog"], name="subscribed_once")]

    def __str__(self) -> str:
        return f"{self.person} to blog {self.blog_id}"
