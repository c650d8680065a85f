"""What the rooms declared in their `notices.py`."""

from intranet.kit.declarations import NoticeKind, NoticeThing, gathered


def kinds() -> dict[str, NoticeKind]:
    return gathered("notices", "KINDS")


def things() -> dict[str, NoticeThing]:
    return gathered("notices", "THINGS")
