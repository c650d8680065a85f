"""Pages that are lists of updates."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from intranet.kit import paging
from intranet.kit.markup import normal_tag
from intranet.notifications import silences
from intranet.notifications.actions import reading
from intranet.people.requests import Request
from intranet.people.views.profile import about as about_person
from intranet.people.views.teams import about as about_team
from microblog import bells, feeds, first_pages, listening, tagged, threads
from microblog.cards import ALONE, cards
from microblog.forms import Place, ReplyForm, UpdateForm
from microblog.given_back import given_back
from microblog.listening import Listening
from microblog.mine import marks
from microblog.models import Tag, Update
from microblog.models.update import LONGEST, UpdateQuerySet

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
    is_first = not {"before", "through"} & request.GET.keys()
    listed = first_pages.newest(request.user, updates) if is_first else updates(request.user)
    return _feed(request, name, listed, hears(request.user), place=name)


def tag(request: Request, name: str) -> HttpResponse:
    """A tag's page: updates with the tag, and posts and articles. One that stands on nothing that the viewer can see is
    an empty page, not a missing one.
    """
    name = normal_tag(name) or name
    found = Tag.objects.visible_to(request.user).filter(name=name).first()
    updates = feeds.tag(request.user, found) if found else Update.objects.none()
    others = tagged.beside(request.user, found) if found and not request.GET.get("before") else {}
    return _feed(request, "tag", updates, listening.tag(request.user, name), tag_name=name, **others)


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
    update = threads.opening(request, pk)
    if update.root_id:
        return redirect(update)
    return threads.elsewhere(request, update) or thread_page(request, update)


def thread_page(
    request: Request, root: Update, *, form: ReplyForm | None = None, to: Update | None = None, status: int = 200
) -> HttpResponse:
    """The thread under `root`, with a reply that is being written (to `to`)."""
    context = threads.shown(request, root, address=reverse("microblog:thread", args=[root.pk]), form=form, to=to)
    context["root_card"] = cards([root], request.user, template=ALONE)
    context["place"] = bells.place_of(root)
    if request.method == "GET":
        reading.saw(by=request.user, place=context["place"])
    context["is_silent"] = silences.is_silent(request.user, context["place"])
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


def _feed(
    request: Request,
    name: str,
    updates: UpdateQuerySet | paging.Page,
    hears: Listening,
    *,
    place: str = "",
    form: UpdateForm | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    page = updates if isinstance(updates, paging.Page) else _page(request, updates)
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


def _page(request: Request, updates: UpdateQuerySet) -> paging.Page:
    return paging.newest_first(updates, before=request.GET.get("before", ""), through=request.GET.get("through", ""))


def _composer(request: Request, place: str) -> UpdateForm:
    form = UpdateForm(viewer=request.user, place=place, initial=_begun(request))
    back = given_back(request, form.at.draft)
    return UpdateForm(viewer=request.user, place=place, initial=back) if back else form


def _begun(request: Request) -> dict[str, Any]:
    """``?ask=`` begins a question, about the topic of that number; ``text=`` are its first words, such as those that
    were looked for in vain. They are a draft of their own, so that they do not take the place of one that was kept.
    """
    if "ask" not in request.GET:
        return {}
    begun: dict[str, Any] = {"ask": True, "topics": [request.GET["ask"]]}
    if text := request.GET.get("text", "")[:LONGEST]:
        begun |= {"text": text, "draft": "asked"}
    return begun
