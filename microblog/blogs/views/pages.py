"""Reading: all blogs, one blog, one post."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from intranet.people.requests import Request
from intranet.writing.models.long_text import words_of
from microblog.blogs import asking, drawing, reaching
from microblog.blogs.models import Blog, BlogPost


def home(request: Request) -> HttpResponse:
    blogs = Blog.objects.visible_to(request.user).select_related("team", "person").order_by("title")
    return render(request, "blogs/home.html", {"blogs": blogs})


def blog(request: Request, pk: int, slug: str) -> HttpResponse:
    found = get_object_or_404(Blog.objects.visible_to(request.user).select_related("team", "person"), pk=pk)
    if slug != words_of(found.title):
        return redirect(found)
    posts = BlogPost.objects.visible_to(request.user).filter(of_blog=found).newest_first()
    return render(request, "blogs/blog.html", {"blog": found, "posts": posts[:20]})


def post(request: Request, pk: int, slug: str) -> HttpResponse:
    rows = BlogPost.objects.seen_by(request.user).select_related("of_blog__team", "of_blog__person", "cover")
    found = get_object_or_404(rows, pk=pk)
    if slug != words_of(found.title):
        return redirect(found)
    reaching.was_opened(request, found)
    context = {
        "post": drawing.post(found, request.user),
        "questions": asking.questions_of(request, found),
        "shows_reach": reaching.shows_reach(request, found),
    }
    return render(request, "blogs/post.html", context)
