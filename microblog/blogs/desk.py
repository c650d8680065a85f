"""What of the blogs waits for somebody; see `intranet.kit.declarations`."""

from typing import Any

from intranet.kit.declarations import DeskAnswer, DeskPart, DeskRow

from . import shelves
from .models import BlogPost
from .standing import standings

MOST = 200
HARM = 3  # people: a colleague waits, and some readers


def rows(viewer: Any) -> list[DeskRow]:
    """Posts that do not go out before they have read them."""
    posts = shelves.asked_of(viewer).select_related("departure__by", "wish").defer("body")
    found = list(posts.order_by("changed_at", "pk")[:MOST])
    how = standings(found)
    return [
        DeskRow(
            number=post.pk,
            title=post.title,
            address=post.get_absolute_url(),
            why=f"{by.name if (by := how[post.pk].by) else 'Somebody'} asks you to read it before it goes out",
            since=post.changed_at,
            harm=HARM,
            answers=(DeskAnswer("Read it", post.get_absolute_url(), is_link=True),),
        )
        for post in found
    ]


LOOKS = ("version", "changed_at", BlogPost.last_review())
DESK = {"approval": DeskPart("Posts to read", "newspaper", rows, shelves.asked_of, LOOKS)}
