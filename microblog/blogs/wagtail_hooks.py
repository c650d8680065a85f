from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from .models import BlogPost

WHERE = "is not out yet. A post goes out from its own page, where those may send it out who answer for it"


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
