"""Posts that all go out in the same minute: `python -m tests.faults.departures COUNT SECONDS`, in `TRELLIS_DATA`.

Makes a blog with so many posts that go out so many seconds from now, and one more that goes out tomorrow. Without
arguments it prints, as JSON, how many are out, how often each was announced, and what is left.
"""

import json
import sys
from collections import Counter
from datetime import timedelta

import django


def main() -> None:
    django.setup()
    if len(sys.argv) > 1:
        make(int(sys.argv[1]), float(sys.argv[2]))
    print(json.dumps(told()))


def make(count: int, seconds: float) -> None:
    from django.utils import timezone

    from intranet.people.models import Company
    from microblog.blogs.actions import posts
    from microblog.blogs.models import Departure
    from tests.factories import BlogFactory, PersonFactory, PostFactory

    Company.objects.create(pk=1, name="Northwind")
    writer = PersonFactory(username="writer")
    blog = BlogFactory(person=writer)
    made = [PostFactory(blog=blog, waits=True, author=writer, title=f"Post {number}") for number in range(count + 1)]
    tomorrow = timezone.now() + timedelta(days=1)
    for post in made:
        posts.schedule(by=writer, post=post, base=post.head, goes_out_at=tomorrow)
    # Making them may have taken a minute; this does not.
    Departure.objects.exclude(post=made[-1]).update(goes_out_at=timezone.now() + timedelta(seconds=seconds))


def told() -> dict[str, object]:
    from intranet.live.models import Event
    from microblog.blogs.models import Announcement, BlogPost, Departure

    announced = Counter(Event.objects.filter(name="update.posted", stream="feed:company").values_list("ref", flat=True))
    due = Departure.objects.order_by("goes_out_at").values_list("goes_out_at", flat=True).first()
    return {
        "out": BlogPost.objects.filter(live=True).count(),
        "announcements": Announcement.objects.count(),
        "told": sorted(announced.values()),
        "left": Departure.objects.count(),
        "due": due.isoformat() if due else "",
    }


if __name__ == "__main__":
    main()
