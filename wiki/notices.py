"""What people are told about pages of the wiki; see `intranet.kit.declarations`."""

from collections.abc import Collection
from typing import Any

from intranet.kit.declarations import NoticeKind, NoticeThing
from intranet.writing.models import LongText

WIKI = "Wiki"


def told(viewer: Any, numbers: Collection[int]) -> dict[int, tuple[str, str]]:
    found = LongText.objects.visible_to(viewer).filter(pk__in=numbers).defer("body")
    return {page.pk: (page.title, page.get_absolute_url()) for page in found}


KINDS = {
    "page.changed": NoticeKind("page", "A change of what I watch", "{who} changed", "book-open", group=WIKI),
    "article.objected": NoticeKind(
        *("page", "Something is wrong with what I look after", "{who} said that something is wrong in"),
        *("exclamation-triangle",),
        group=WIKI,
        is_work=True,
    ),
    "article.settled": NoticeKind(
        "page", "Somebody saw to what I said was wrong", "{who} saw to what you said of", "check-circle", group=WIKI
    ),
    "article.solved": NoticeKind(
        *("page", "What I look after solved a question", "Somebody need not ask any more, thanks to"),
        *("light-bulb",),
        group=WIKI,
    ),
}
KINDS |= {
    "faq.proposed": NoticeKind(
        *("update", "An article for the FAQ waits for me", "{who} proposes for the FAQ:", "book-open"),
        group=WIKI,
        is_work=True,
    ),
    "faq.declined": NoticeKind(
        *("update", "An article that I proposed is not taken", "{who} did not take into the FAQ:", "x-mark"),
        group=WIKI,
    ),
    "faq.words_gone": NoticeKind(
        *("update", "What a draft of mine was made of is taken back", "Your draft is gone with what it was made of:"),
        *("x-mark",),
        group=WIKI,
    ),
}
THINGS = {"page": NoticeThing(LongText.objects.read_by, told, "", LongText.objects.visible_to, ("version",))}
