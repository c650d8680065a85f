"""A draft that was never out is deleted, after a question."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from intranet.kit import paging, policy
from intranet.people.requests import Request
from microblog.blogs import standing
from microblog.blogs.actions import deleting
from microblog.blogs.models import BlogPost
from microblog.blogs.reading import BlogGate

from . import pages


def ask(request: Request, pk: int) -> HttpResponse:
    """What waits for somebody, or for its time, is taken back first; the page says so."""
    return _page(request, _draft(request, pk))


def delete(request: Request, pk: int) -> HttpResponse:
    """Whoever presses twice comes to the blog, which the form names, both times."""
    try:
        found = _draft(request, pk)
    except Http404:
        return redirect(BlogGate.of(request.user, paging.number(request.POST.get("blog", "")) or 0).address)
    try:
        deleting.delete(by=request.user, post=found)
    except deleting.Underway:
        return _page(request, _draft(request, pk), status=409)
    told = {"draft_key": str(pk), "person": request.user, "told": f"“{found.title}” is deleted."}
    messages.success(request, render_to_string("writing/_saved.html", told), extra_tags="whole")
    return redirect(found.of_blog)


def _draft(request: Request, pk: int) -> BlogPost:
    found = pages.find(request, pk)
    policy.require(request.user, "blogpost.delete", found)
    return found


def _page(request: Request, found: BlogPost, status: int = 200) -> HttpResponse:
    return render(request, "blogs/delete.html", {"post": found, "standing": standing.of(found)}, status=status)
