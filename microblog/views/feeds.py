"""Pages that are lists of updates."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from intranet.kit import paging, policy
from intranet.kit.markup import normal_tag
from intranet.people.eyes import Eyes
from intranet.people.requests import Request
from intranet.people.views.profile import about as about_person
from intranet.people.views.teams import about as about_team
from microblog import feeds, listening
from microblog.cards import audiences_of, cards
from microblog.forms import Place, ReplyForm, UpdateForm
from microblog.listening import Listening
from microblog.mine import marks, with_mine
from microblog.models import Tag, Update
from microblog.models.update import UpdateQuerySet

UNDONE = "undone:"  # the session keeps what was undone under this and the name of its composer's draft
IN_THREAD = 100  # replies on one page of a thread
BEFORE_REPLY = 10  # replies shown before the one that a link leads to
LISTS = {  # the feeds that have a composer: what is listed, and what is listened to
    "home": (feeds.home, listening.home),
    "company": (feeds.company, listening.company),
    "following": (feeds.following, listening.following),
}


def home(request: Request) -> HttpResponse:
    return _list(request, "home")


def company(request: Request) -> HttpResponse:
    return _list(request, "company")


def following(request: Request) -> HttpResponse:
    return _list(request, "following")


def _list(request: Request, name: str) -> HttpResponse:
    updates, hears = LISTS[name]
    return _feed(request, name, updates(request.user), hears(request.user), place=name)


def tag(request: Request, name: str) -> HttpResponse:
    """A tag's page. One that nobody the viewer can see has used is an empty page, not a missing one."""
    name = normal_tag(name) or name
    found = Tag.objects.visible_to(request.user).filter(name=name).first()
    updates = feeds.tag(request.user, found) if found else Update.objects.none()
    return _feed(request, "tag", updates, listening.tag(request.user, name), tag_name=name)


def person(request: Request, username: str) -> HttpResponse:
    about = about_person(request, username)
    shows_replies = request.GET.get("show") == "replies"
    of, heard = (feeds.replies_of, listening.replies_of) if shows_replies else (feeds.person, listening.person)
    hears = heard(request.user, about["person"])
    return _feed(request, "person", of(request.user, about["person"]), hears, shows_replies=shows_replies, **about)


def team(request: Request, pk: int) -> HttpResponse:
    about = about_team(request, pk)
    place = f"team-{pk}" if about["is_member"] else ""
    hears = listening.team(request.user, about["team"])
    return _feed(request, "team", feeds.team(request.user, about["team"]), hears, place=place, **about)


def thread(request: Request, pk: int) -> HttpResponse:
    """An update and all that was said under it, oldest first."""
    update = opening(request, pk)
    if update.root_id:
        return redirect(update)
    return thread_page(request, update)


def opening(request: Request, pk: int) -> Update:
    """The update that a page is about, as :func:`thread_page` asks for it."""
    return get_object_or_404(with_mine(Update.objects.visible_to(request.user), request.user), pk=pk)


def thread_page(
    request: Request, root: Update, *, form: ReplyForm | None = None, to: Update | None = None, status: int = 200
) -> HttpResponse:
    """The thread under `root`, with a reply that is being written (to `to`)."""
    replies = feeds.thread(request.user, root)
    after = _start(request, replies)
    page = paging.oldest_first(replies, after=after, size=IN_THREAD)
    undone = _undone(request, f"thread-{root.pk}")
    to = to or _answered(request, root, str(undone.get("to") or request.GET.get("to", "")))
    context = {
        "root": root,
        "may_reply": policy.allows(request.user, "update.reply", root),
        "root_card": cards([root], request.user, template="microblog/updates/_alone.html"),
        "replies": cards(page.items, request.user, template="microblog/updates/_reply.html"),
        "my_reactions": marks([root, *page.items]),
        "next": page.next,
        "starts_later": bool(after),
        "form": form or ReplyForm(viewer=request.user, initial=undone),
        "address": reverse("microblog:thread", args=[root.pk]),
        "to": to,
        "audience": audiences_of([root.pk], Eyes.of(request.user))[root.pk],
    }
    return render(request, "microblog/updates/thread.html", context, status=status)


def to_home(request: Request) -> HttpResponse:
    return redirect("microblog:home")


def to_thread(request: Request, pk: int) -> HttpResponse:
    return redirect("microblog:thread", pk)


def feed_page(request: Request, form: UpdateForm, status: int) -> HttpResponse:
    """The page a form came from, with a post that could not be taken."""
    place = form.at
    about = about_team(request, place.team.pk) if place.team else {}
    name = "team" if place.team else place.name
    updates, hears = updates_at(request, place), _heard_at(request, place)
    return _feed(request, name, updates, hears, place=place.name, form=form, status=status, **about)


def updates_at(request: Request, place: Place) -> UpdateQuerySet:
    """What is listed where this composer stands."""
    return feeds.team(request.user, place.team) if place.team else LISTS[place.name][0](request.user)


def _heard_at(request: Request, place: Place) -> Listening:
    return listening.team(request.user, place.team) if place.team else LISTS[place.name][1](request.user)


def keep_undone(request: Request, draft: str, said: dict[str, Any]) -> None:
    """The composer whose draft has this name shows what was undone when it is drawn next, and no other does."""
    request.session[UNDONE + draft] = said


def _feed(
    request: Request,
    name: str,
    updates: UpdateQuerySet,
    hears: Listening,
    *,
    place: str = "",
    form: UpdateForm | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    page = paging.newest_first(updates, before=request.GET.get("before", ""), through=request.GET.get("through", ""))
    context |= {"feed": name, "cards": cards(page.items, request.user), "next": page.next}
    context |= {"my_reactions": marks(page.items)}
    context |= {"listening": hears.without_news() if request.GET.get("before") else hears}
    context |= {"is_first": not request.GET.get("before"), "address": form.at.address if form else request.path}
    if request.headers.get("X-Fragment") == "feed":
        response = render(request, "microblog/updates/_feed.html", context)
    else:
        if place:
            context["form"] = form or _composer(request, place)
        response = render(request, f"microblog/feeds/{name}.html", context, status=status)
    patch_vary_headers(response, ["X-Fragment"])
    return response


def _composer(request: Request, place: str) -> UpdateForm:
    form = UpdateForm(viewer=request.user, place=place)
    undone = _undone(request, form.at.draft)
    return UpdateForm(viewer=request.user, place=place, initial=undone) if undone else form


def _undone(request: Request, draft: str) -> dict[str, Any]:
    """What was undone last and comes back into the composer of that draft, once; not when a script reads the page."""
    return {} if "X-Fragment" in request.headers else request.session.pop(UNDONE + draft, {})


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
    found = Update.objects.visible_to(request.user).standing().filter(root=root, pk=paging.number(wanted) or 0)
    return found.select_related("author").first()
