"""A thread as a page shows it: its own page, or that of what the thread is about."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from intranet.kit import paging, policy
from intranet.people.eyes import Eyes
from intranet.people.keeping import kept
from intranet.people.models import User
from intranet.people.requests import Request

from . import answers, feeds
from .cards import REPLY, Card, audiences_of, cards
from .forms import ReplyForm
from .given_back import give_back, given_back
from .mine import marks, marks_of, with_mine
from .models import Update
from .models.update import UpdateQuerySet
from .wording import AudienceWords

IN_THREAD = 100  # replies on one page of a thread
BEFORE_REPLY = 10  # replies shown before the one that a link leads to
LEADS_TO = ("to", "reply")  # what a link into a thread names: a reply to answer, a reply to see


def opening(request: Request, pk: int) -> Update:
    """The update that a page is about, as :func:`shown` asks for it."""
    rows = Update.objects.visible_to(request.user).select_related("acceptance", "question__duplicate")
    return get_object_or_404(with_mine(rows, request.user), pk=pk)


@dataclass(frozen=True)
class Drawn:
    """A page of a thread, the same for everybody with the same eyes."""

    replies: list[Card]
    next: str
    audience: AudienceWords


def shown(
    request: Request, root: Update, *, address: str, form: ReplyForm | None = None, to: Update | None = None
) -> dict[str, Any]:
    """The context of a page at `address` that has the thread under `root`, with a reply being written (to `to`).

    ``thread`` is what `microblog/updates/_thread.html` and `_reply_form.html` ask for.
    """
    is_question = hasattr(root, "question")
    after, page = _answers_on_page(request, root) if is_question else _replies_on_page(request, root)
    drawn = _drawn(root, page, request.user)
    thread = _context(request, root, drawn, address, form, to, starts_later=bool(after))
    if is_question:
        thread |= answers.around(request.user, root, page.items)
    return {"thread": thread, "my_reactions": marks([root, *page.items])}


def from_the_beginning(request: Request, pk: int, *, version: str, address: str) -> dict[str, Any]:
    """The same of the thread under the update `pk`, which the reader may read: its first page, unless a link leads
    elsewhere in it.

    It is drawn once for each `version`, which is another one after each change of the update and of any reply.
    """
    if any(name in request.GET for name in ("after", *LEADS_TO)):
        return shown(request, opening(request, pk), address=address)
    viewer = request.user

    def draw() -> tuple[Update, Drawn]:
        root = get_object_or_404(Update.objects.visible_to(viewer), pk=pk)
        return root, _drawn(root, paging.oldest_first(feeds.thread(viewer, root), size=IN_THREAD), viewer)

    root, drawn = kept("thread", Eyes.of(viewer), (pk, version), draw)
    mine = marks_of(viewer, [pk, *(card.pk for card in drawn.replies)])
    return {"thread": _context(request, root, drawn, address), "my_reactions": mine}


def _drawn(root: Update, page: paging.Page, viewer: User) -> Drawn:
    audience = audiences_of([root.pk], Eyes.of(viewer))[root.pk]
    return Drawn(cards(page.items, viewer, template=REPLY), page.next, audience)


def _context(
    request: Request,
    root: Update,
    drawn: Drawn,
    address: str,
    form: ReplyForm | None = None,
    to: Update | None = None,
    *,
    starts_later: bool = False,
) -> dict[str, Any]:
    back = given_back(request, draft_of(root))
    return {
        "root": root,
        "address": address,
        "draft": draft_of(root),
        "replies": drawn.replies,
        "next": drawn.next,
        "starts_later": starts_later,
        "may_reply": policy.allows(request.user, "update.reply", root),
        "form": form or ReplyForm(viewer=request.user, initial=back),
        "why": back.get("why", ""),
        "to": to or _answered(request, root, str(back.get("to") or request.GET.get("to", ""))),
        "audience": drawn.audience,
    }


def elsewhere(request: Request, root: Update) -> HttpResponse | None:
    """A link that leads to a reply, or into the composer for one, goes to the page of what the thread is about."""
    if root.card and any(name in request.GET for name in LEADS_TO):
        return redirect(f"{address_of(root)}?{request.GET.urlencode()}")
    return None


def refused_elsewhere(request: Request, root: Update, form: ReplyForm, to: Update) -> HttpResponse | None:
    """A reply that could not be taken is given back, with its reason, on the page of what the thread is about."""
    if not root.card:
        return None
    why = " ".join(str(error) for errors in form.errors.values() for error in errors)
    said = {"text": form.data.get("text", ""), "to": to.pk if to.root_id else None, "why": why}
    give_back(request, draft_of(root), said | form.attaching.in_session())
    return redirect(f"{address_of(root)}#reply")


def address_of(root: Update) -> str:
    """Where the thread is read: on the page of what it is about, if there is one, or on its own."""
    return str(root.card.get("address") or root.get_absolute_url())


def draft_of(root: Update) -> str:
    """The name under which the browser keeps what is being written in the thread."""
    return f"thread-{root.thread_id}"


def _answers_on_page(request: Request, root: Update) -> tuple[str, paging.Page]:
    after, reply = (request.GET.get(name, "") for name in ("after", "reply"))
    start = answers.start(request.user, root, after=after, reply=reply)
    return start, answers.page(request.user, root, after=start)


def _replies_on_page(request: Request, root: Update) -> tuple[str, paging.Page]:
    replies = feeds.thread(request.user, root)
    after = _start(request, replies)
    return after, paging.oldest_first(replies, after=after, size=IN_THREAD)


def _start(request: Request, replies: UpdateQuerySet) -> str:
    """The cursor this page of the thread starts behind: as asked, or shortly before the reply that a link leads to."""
    if wanted := request.GET.get("reply", ""):
        reply = replies.filter(pk=paging.number(wanted) or 0).first()
        if reply is None:
            return ""
        earlier = replies.filter(posted_at__lte=reply.posted_at).exclude(pk=reply.pk).order_by("-posted_at", "-pk")
        if earlier.count() < IN_THREAD:
            return ""
        return earlier[BEFORE_REPLY].cursor
    return request.GET.get("after", "")


def _answered(request: Request, root: Update, wanted: str) -> Update | None:
    """The reply number `wanted`, when it stands in this thread."""
    if not (pk := paging.number(wanted)):
        return None
    found = Update.objects.visible_to(request.user).standing().filter(root=root, pk=pk)
    return found.select_related("author").first()
