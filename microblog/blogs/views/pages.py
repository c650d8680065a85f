"""Reading: all blogs, one blog, one post."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from intranet.kit import paging, policy
from intranet.people.requests import Request
from intranet.writing.models.long_text import words_of
from intranet.writing.panels import my_drafts, writing_now
from microblog.blogs import asking, drawing, reaching, shelves, standing
from microblog.blogs.archive import Chosen, beside
from microblog.blogs.commenting import comments_of
from microblog.blogs.forms import RefusalForm, TimeForm, WishForm
from microblog.blogs.models import Blog, BlogPost, BlogsHome
from microblog.blogs.subscribing import look_into, news_for

SIZE = 10  # posts of a blog on one page


def home(request: Request) -> HttpResponse:
    waiting = shelves.waiting(request.user)
    top = BlogsHome.the_one()
    may_begin = policy.allows(request.user, "blog.create", top)
    blogs, news = shelves.blogs(request.user), news_for(request.user)
    for each in blogs:
        each.news = news.get(each.pk, 0)
    context = {
        "blogs": blogs,
        "to_read": shelves.to_read(waiting),
        "waiting": [row for row in waiting if not row.is_to_read],
        "begin": reverse("writing:new", args=[top.pk, "blog"]) if may_begin else "",
        "drafts": my_drafts(request.user),
    }
    return render(request, "blogs/home.html", context)


def blog(request: Request, pk: int, slug: str) -> HttpResponse:
    """``month``, ``tag`` and ``author`` of the address choose among its posts."""
    rows = Blog.objects.visible_to(request.user).select_related("team", "person__profile", "cover", "audience")
    found = get_object_or_404(rows, pk=pk)
    if slug != words_of(found.title):
        return redirect(found)
    posts = BlogPost.objects.visible_to(request.user).filter(of_blog=found)
    chosen = Chosen.of(request.GET)
    page = paging.newest_first(
        chosen.among(shelves.to_list(posts)),
        before=request.GET.get("before", ""),
        size=SIZE,
        by="first_published_at",
    )
    archive = beside(posts)
    may_write = policy.allows(request.user, "blogpost.create", found)
    context = {
        "blog": found,
        "body": drawing.body(found, request.user),
        "posts": page.items,
        "next": page.next,
        "chosen": chosen,
        "chosen_words": chosen.words(archive["authors"]),
        "archive": archive,
        "waiting": shelves.waiting(request.user, found),
        "is_read": True,
        "is_subscribed": look_into(request, found),
        "write": reverse("writing:new", args=[pk, "blogpost"]) if may_write else "",
        "may_set": policy.allows(request.user, "blog.edit", found),
    }
    return render(request, "blogs/blog.html", context)


def post(request: Request, pk: int, slug: str) -> HttpResponse:
    found = find(request, pk)
    if slug != words_of(found.title):
        return redirect(found)
    reaching.was_opened(request, found)
    return shown(request, found)


def find(request: Request, pk: int) -> BlogPost:
    """A post that is out, or that the viewer works on. Raises Http404."""
    found: BlogPost = get_object_or_404(shelves.to_read_whole(request.user), pk=pk)
    return found


def shown(
    request: Request,
    found: BlogPost,
    *,
    status: int = 200,
    when: forms.Form | None = None,
    refusal: forms.Form | None = None,
) -> HttpResponse:
    """The post as it is read. What somebody typed wrong stands in the forms `when` and `refusal`."""
    may = {"edit": _may(request, "edit", found)}
    if found.live:
        may["withdraw"] = (may["edit"] or request.user.moderates) and _may(request, "withdraw", found)
    else:
        may |= {name: _may(request, name, found) for name in ("publish", "submit", "approve")}
    context: dict[str, Any] = {
        "post": drawing.post(found, request.user),
        "may": may,
        "is_read": True,
        "standing": standing.of(found),
        "page_number": found.pk,
        "writing_now": writing_now(request.user, found.pk, but=request.user) if found.live else [],
        "more": _more(found, may),
        **shelves.neighbours(request.user, found),
    }
    if found.live:
        context |= {
            "questions": asking.questions_of(request, found),
            "shows_reach": reaching.shows_reach(request, found),
            **comments_of(request, found),
        }
    else:
        context["readers"] = standing.readers_of(found.of_blog)
        context["when"] = when or (TimeForm() if may["publish"] else WishForm())
        context["refusal"] = refusal or RefusalForm()
    return render(request, "blogs/post.html", context, status=status)


def _may(request: Request, name: str, found: BlogPost) -> bool:
    return policy.allows(request.user, f"blogpost.{name}", found)


def _more(found: BlogPost, may: dict[str, bool]) -> list[dict[str, str]]:
    """The menu of what is done seldom."""
    items = [{"label": "History", "icon": "clock", "href": reverse("writing:history", args=[found.pk])}]
    if may["edit"]:
        items.append({"label": "Cover", "icon": "photo", "href": reverse("blogs:post_cover", args=[found.pk])})
    if may.get("withdraw"):
        items.append({"label": "Withdraw", "icon": "trash", "href": reverse("blogs:withdrawal", args=[found.pk])})
    return items
