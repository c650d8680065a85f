"""What of the blogs waits for somebody; see `intranet.kit.declarations`."""

from typing import Any

from intranet.kit.declarations import DeskAnswer, DeskPart, DeskRow

from . import shelves
from .models import BlogPost

HARM = 3  # people: a colleague waits, and some readers


def rows(viewer: Any) -> list[DeskRow]:
    """Posts that do not go out before they have read them."""
    return [
        DeskRow(
            number=each.post.pk,
            title=each.post.title,
            address=each.post.get_absolute_url(),
            why=f"{each.standing.by.name if each.standing.by else 'Somebody'} asks you to read it before it goes out",
            since=each.post.changed_at,
            harm=HARM,
            answers=(DeskAnswer("Read it", each.post.get_absolute_url(), is_link=True),),
        )
        for each in shelves.to_read(shelves.waiting(viewer))
    ]


LOOKS = ("version", "changed_at", BlogPost.last_review())
DESK = {"approval": DeskPart("Posts to read", "newspaper", rows, shelves.asked_of, LOOKS)}
