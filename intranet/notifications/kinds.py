"""What the rooms declared in their `notices.py`."""

from intranet.kit.declarations import NoticeKind, NoticeThing, gathered


def kinds() -> dict[str, NoticeKind]:
    return gathered("notices", "KINDS")


def thing_of(kind: str) -> NoticeThing:
    """What notices of this kind are about. Raises KeyError for a kind that nobody declared."""
    thing: NoticeThing = gathered("notices", "THINGS")[kinds()[kind].about]
    return thing
