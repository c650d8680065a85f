"""How far a post reaches, for those who wrote it and those who care for all channels."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from intranet.kit import policy
from intranet.people.requests import Request
from microblog.blogs import reaching
from microblog.blogs.models import BlogPost


def reach(request: Request, pk: int) -> HttpResponse:
    rows = BlogPost.objects.visible_to(request.user).select_related("of_blog__team", "of_blog__person")
    post = get_object_or_404(rows, pk=pk)
    policy.require(request.user, "blogpost.reach", post)
    return render(request, "blogs/reach.html", {"post": post, "reach": reaching.reach_of(post)})
