"""How many opened a post. Nothing here says who did, at what time, or in which order.

The key of a reader is a hash of one person and one post that only this house can make, and while a post is counted this
house can; so the keys are deleted when that is over. Days and departments are counted apart, and a department in which
fewer than five could have read the post is not named, so that a row of one reader does not tell who that was.
"""

from django.db import models

from .post import BlogPost


class ReachKey(models.Model):
    """Somebody has been counted for a post. The hash is all there is; without it a reader would be counted twice."""

    # Never counted up; but only such a key is the place of its row in SQLite: another place would tell who came when.
    key = models.BigAutoField(primary_key=True)
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
    """So many people of a department opened a post; an empty name is that of all small ones, and of none."""

    post = models.ForeignKey(BlogPost, models.CASCADE, related_name="reach_departments", db_index=False)
    department = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField(default=0)
    before = models.PositiveIntegerField(default=0)  # without the last day on which somebody came
    told = models.PositiveIntegerField(default=0)  # what its authors know of it; see `blogs.reaching`

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "department"], name="reach_of_a_department_once")]

    def __str__(self) -> str:
        return f"{self.count} of {self.department or 'small departments'}"
