"""Reading: all blogs, one blog, one post."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from intranet.kit import paging, policy
from intranet.people.requests import Request
from intranet.writing.models.long_text import words_of
from intranet.writing.panels import my_drafts, writing_now
from microblog.blogs import archive, asking, drawing, reaching, shelves, standing
from microblog.blogs.archive import Chosen
from microblog.blogs.commenting import comments_of
from microblog.blogs.forms import RefusalForm, TimeForm, WishForm
from microblog.blogs.models import Blog, BlogPost, BlogsHome
from microblog.blogs.reading import BlogGate, PostGate, kept_with_links
from microblog.blogs.subscribing import look_into
from microblog.blogs.times import zone_in_words

from . import saying

SIZE = 10  # posts of a blog on one page
DEEDS = ("edit", "publish", "submit", "call_off", "approve", "delete")  # with a post that is not out


def home(request: Request) -> HttpResponse:
    waiting = shelves.waiting(request.user)
    may_begin = policy.allows(request.user, "blog.create")
    start = paging.number(request.GET.get("start", "")) or 0
    blogs, later = shelves.blogs(request.user, start)
    context = {
        "blogs": blogs,
        "start": start,
        "later": later,
        "to_read": shelves.to_read(waiting),
        "waiting": [row for row in waiting if not row.is_to_read],
        "begin": reverse("writing:new", args=[BlogsHome.the_one().pk, "blog"]) if may_begin else "",
        "drafts": my_drafts(request.user),
    }
    return render(request, "blogs/home.html", context)


def blog(request: Request, pk: int, slug: str) -> HttpResponse:
    """``month``, ``tag`` and ``author`` of the address choose among its posts."""
    viewer = request.user
    found = BlogGate.of(viewer, pk)
    if slug != found.slug:
        return redirect(found.address)
    posts = BlogPost.objects.visible_to(viewer).filter(of_blog=pk)
    chosen = Chosen.of(request.GET)
    lines, after = shelves.lines(chosen.among(posts), before=request.GET.get("before", ""), size=SIZE)
    there = archive.beside(found, posts)
    look_into(request, found)
    context = {
        "title": found.title,
        "gate": found,
        "shown": _head_of(found),
        "posts": lines,
        "next": after,
        "chosen": chosen,
        "chosen_words": chosen.words(there["authors"]),
        "archive": archive.panels(found, there, chosen),
        "waiting": shelves.waiting(viewer, pk) if found.works_here else [],
        "write": reverse("writing:new", args=[pk, "blogpost"]) if found.writes else "",
    }
    return render(request, "blogs/blog.html", context)


def post(request: Request, pk: int, slug: str) -> HttpResponse:
    """One that is out; or one that is not, as those see it who work on it."""
    gate = PostGate.of(request.user, pk)
    found = gate or shelves.to_read_whole(request.user).filter(pk=pk).first()
    if found is None:
        return no_longer_asked(request, pk)
    if slug != words_of(found.title):
        return redirect(BlogPost.address_of(pk, found.title))
    if isinstance(found, BlogPost):
        return shown(request, found)
    reaching.was_opened(request, found)
    return _out(request, found)


def find(request: Request, pk: int) -> BlogPost:
    """A post that is out, or that the viewer works on. Raises Http404."""
    found: BlogPost = get_object_or_404(shelves.to_read_whole(request.user), pk=pk)
    return found


def no_longer_asked(request: Request, pk: int) -> HttpResponse:
    """To whoever was asked to read the post, and is not any more. Raises Http404 for all others."""
    blog = shelves.was_asked_in(request.user, pk)
    if blog is None:
        raise Http404("No such post.")
    return saying.gone(request, blog)


def shown(
    request: Request,
    found: BlogPost,
    *,
    status: int = 200,
    when: forms.Form | None = None,
    refusal: forms.Form | None = None,
) -> HttpResponse:
    """A post that is not out. What somebody typed wrong stands in the forms `when` and `refusal`."""
    may = {name: _may(request, name, found) for name in DEEDS}
    context: dict[str, Any] = {
        "title": found.title,
        "shown": drawing.post(found, request.user),
        "waiting": found,
        "may": may,
        "standing": standing.of(found),
        "zone": zone_in_words(),
        "whom": standing.whom(standing.readers_of(found), you=request.user if may["approve"] else None),
        "when": when or (TimeForm if may["publish"] else WishForm)(initial={"goes_out_at": standing.time_of(found)}),
        "refusal": refusal or RefusalForm(),
        "page_number": found.pk,
        "more": _more(found.pk, may),
    }
    return render(request, "blogs/post.html", context, status=status)


def _out(request: Request, gate: PostGate) -> HttpResponse:
    viewer = request.user
    may = {"edit": gate.may_edit, "withdraw": gate.may_withdraw, "report": not gate.is_named}
    context = {
        "title": gate.title,
        "gate": gate,
        "shown": kept_with_links(
            *("post", viewer, (gate.pk, gate.version, gate.blog_version)),
            body=lambda: drawing.body_of(BlogPost.objects.visible_to(viewer), gate.pk),
            make=lambda: drawing.post_of(gate.pk, viewer),
        ),
        "may": may,
        "changed_by_others": standing.who_changes(gate.blog) if gate.is_settled else [],
        "page_number": gate.pk,
        "writing_now": writing_now(viewer, gate.pk, but=viewer) if gate.is_written else [],
        "more": _more(gate.pk, may),
        "questions": asking.under(request, gate),
        **comments_of(request, gate),
    }
    return render(request, "blogs/post.html", context)


def _head_of(gate: BlogGate) -> drawing.BlogShown:
    return kept_with_links(
        *("blog", gate.viewer, (gate.pk, gate.version)),
        body=lambda: drawing.body_of(Blog.objects.visible_to(gate.viewer), gate.pk),
        make=lambda: drawing.blog_of(gate.pk, gate.viewer),
    )


def _may(request: Request, name: str, found: BlogPost) -> bool:
    return policy.allows(request.user, f"blogpost.{name}", found)


def _more(pk: int, may: dict[str, bool]) -> list[dict[str, str]]:
    """The menu of what is done seldom."""
    items = [{"label": "History", "icon": "clock", "href": reverse("writing:history", args=[pk])}]
    if may.get("report"):
        items.append({"label": "Report", "icon": "flag", "href": reverse("governance:report", args=["blogpost", pk])})
    if may["edit"]:
        items.append({"label": "Cover", "icon": "photo", "href": reverse("blogs:post_cover", args=[pk])})
    if may.get("withdraw"):
        items.append({"label": "Withdraw", "icon": "trash", "href": reverse("blogs:withdrawal", args=[pk])})
    if may.get("delete"):
        items.append({"label": "Delete this draft", "icon": "trash", "href": reverse("blogs:deletion", args=[pk])})
    return items
