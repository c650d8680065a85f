"""Whether somebody wants to know of the new posts of a blog."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from intranet.kit import policy
from intranet.people.requests import Request
from microblog.blogs.actions import subscriptions
from microblog.blogs.models import Blog


def subscribe(request: Request, pk: int) -> HttpResponse:
    blog = _blog(request, pk)
    subscriptions.subscribe(by=request.user, blog=blog)
    return redirect(blog)


def unsubscribe(request: Request, pk: int) -> HttpResponse:
    blog = _blog(request, pk)
    subscriptions.unsubscribe(by=request.user, blog=blog)
    return redirect(blog)


def _blog(request: Request, pk: int) -> Blog:
    blog = get_object_or_404(Blog.objects.visible_to(request.user), pk=pk)
    policy.require(request.user, "blog.subscribe", blog)
    return blog
