"""Whose an article is, and whether it is still correct."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from intranet.kit import policy
from intranet.kit.http import back
from intranet.people.models import User
from intranet.people.requests import Request
from wiki.actions import care as actions
from wiki.forms import CareForm
from wiki.models import Article

MOST_SUGGESTED = 20


@require_http_methods(["GET", "POST"])
def care(request: Request, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.visible_to(request.user).select_related("owner", "topic"), pk=pk)
    policy.require(request.user, "article.care", article)
    form = CareForm(request.POST or None, viewer=request.user, article=article)
    if request.method == "POST" and form.is_valid():
        actions.entrust(by=request.user, article=article, **form.cleaned_data)
        return redirect(article)
    context = {
        "form": form,
        "page": article,
        "heading": "Owner and care",
        "act": "Save",
        "people": suggested(request.user, article),
    }
    return render(request, "wiki/form.html", context, status=422 if request.method == "POST" else 200)


def review(request: Request, pk: int) -> HttpResponse:
    """One click: still correct."""
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    policy.require(request.user, "article.verify", article)
    actions.still_correct(by=request.user, article=article)
    messages.success(request, "Thank you. It counts as checked.")
    return back(request, article.get_absolute_url())


def suggested(viewer: User, article: Article) -> list[User]:
    """Who could own it: who wrote on it, and who is in a team of the viewer."""
    wrote = article.revisions.exclude(user=None).values("user")
    near = User.objects.visible_to(viewer).here()
    writers = list(near.filter(pk__in=wrote).order_by("name")[:MOST_SUGGESTED])
    teams = viewer.memberships.values("team")
    mates = near.filter(memberships__team__in=teams).exclude(pk__in=[each.pk for each in writers]).distinct()
    return [*writers, *mates.order_by("name")[: MOST_SUGGESTED - len(writers)]]
