"""How many opened a post. Nothing here says who did, at what time, or in which order.

The key of a reader is a hash of one person and one post that only this house can make. Days and departments are
counted apart, so that a department of one person does not tell the day.
"""

from django.db import models

from .post import BlogPost


class ReachKey(models.Model):
    """Somebody has been counted for a post. The hash is all there is; without it a reader would be counted twice."""

    key = models.CharField(max_length=64, primary_key=True)
    post = models.ForeignKey(BlogPost, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"a reader of post {self.post_id}"


class ReachDay(models.Model):
    """So many people opened a post for the first time on a day."""

    post = models.ForeignKey(BlogPost, models.CASCADE, related_name="reach_days", db_index=False)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["post", "day"], name="reach_of_a_day_once")]

    def __str__(self) -> str:
        return f"{self.count} on {self.day}"


class ReachDepartment(models.Model):
    """So many people of a department opened a post, on whatever day; an empty name is that of no department."""

    post = models.ForeignKey(BlogPost, models.CASCADE, related_name="reach_departments", db_index=False)
    department = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "department"], name="reach_of_a_department_once")]

    def __str__(self) -> str:
        return f"{self.count} of {self.department or 'no department'}"
