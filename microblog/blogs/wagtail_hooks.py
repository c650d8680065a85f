"""The back office leaves to the blogs' own pages what it would do by halves."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from .models import BlogPost

DELETE = "A post that readers have seen keeps its comments and its history: withdraw it on its page instead."
MOVE = "A post stays in its blog, because it is announced to those who read that one. Write it anew in the other blog."
COPY = "A post is begun in its blog, so that it is known who wrote it. Copy the words there."
WHERE = "is not out yet. A post goes out from its own page, where those may send it out who answer for it"


@hooks.register("before_delete_page")
def delete_nothing_that_was_read(request: HttpRequest, page: Page) -> HttpResponse | None:
    posts = BlogPost.objects.descendant_of(page, inclusive=True)
    return _refuse(request, page, DELETE) if posts.exclude(announcement=None).exists() else None


@hooks.register("before_move_page")
def move_no_posts(request: HttpRequest, page: Page, destination: Page | None = None) -> HttpResponse | None:
    return _refuse(request, page, MOVE) if _is_post(page) else None


@hooks.register("before_copy_page")
def copy_no_posts(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse(request, page, COPY) if _is_post(page) else None


@hooks.register("before_bulk_action")
def the_same_for_many(request: HttpRequest, action: str, pages: Iterable[Any], view: Any) -> HttpResponse | None:
    asked = {"delete": delete_nothing_that_was_read, "move": move_no_posts}.get(action)
    for page in pages:
        if asked and isinstance(page, Page) and (refusal := asked(request, page)):
            return refusal
    return None


@hooks.register("before_publish_page")
def send_out_nothing_from_here(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What was written is kept as a draft."""
    post = BlogPost.objects.filter(pk=page.pk, live=False).first()
    if post is None:
        return None
    messages.error(request, f"“{page.title}” {WHERE}: {post.get_absolute_url()}")
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def send_out_no_heaps(request: HttpRequest, name: str, pages: list[Any], action: Any) -> HttpResponse | None:
    if name != "publish":
        return None
    meant = Q(pk__in=[page.pk for page in pages])
    if action.cleaned_form.cleaned_data["include_descendants"]:
        for page in pages:
            meant |= Q(path__startswith=page.path)
    post = BlogPost.objects.filter(meant, live=False).first()
    if post is None:
        return None
    messages.error(request, f"Nothing was published: “{post.title}” {WHERE}: {post.get_absolute_url()}")
    return redirect(action.next_url)


def _is_post(page: Page) -> bool:
    return page.specific_class is BlogPost


def _refuse(request: HttpRequest, page: Page, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("wagtailadmin_explore", page.get_parent().pk)
