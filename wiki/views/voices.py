"""What readers say of an article, and who watches a page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from intranet.kit import policy
from intranet.kit.http import back
from intranet.people.requests import Request
from intranet.writing.models import LongText
from wiki.actions import voices as actions
from wiki.actions import watches
from wiki.forms import ObjectionForm
from wiki.models import OF_WIKI, Article, Objection
from wiki.reading import Gate

from . import pages


def vote(request: Request, pk: int) -> HttpResponse:
    """Say whether the article helped; anything but "no" is a yes."""
    article = _article(request, pk, "article.vote")
    actions.vote(by=request.user, article=article, is_helpful=request.POST.get("helpful") != "no")
    return _voted(request, article)


def take_back(request: Request, pk: int) -> HttpResponse:
    article = _article(request, pk, "article.vote")
    actions.take_back(by=request.user, article=article)
    return _voted(request, article)


def object_to(request: Request, pk: int) -> HttpResponse:
    """Take a line about what is wrong. One that does not fit comes back on the page."""
    article = _article(request, pk, "article.object")
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return pages.shown(request, Gate.of(request.user, pk), status=422, form=form)
    actions.object_to(by=request.user, article=article, line=form.cleaned_data["line"])
    messages.success(request, "Thank you. Those who look after this page read it there.")
    return redirect(article)


def settle(request: Request, pk: int) -> HttpResponse:
    objection = get_object_or_404(
        Objection.objects.select_related("article").filter(article__in=Article.objects.visible_to(request.user)), pk=pk
    )
    policy.require(request.user, "objection.settle", objection)
    actions.settle(by=request.user, objection=objection)
    return back(request, objection.article.get_absolute_url())


def watch(request: Request, pk: int) -> HttpResponse:
    page = _page(request, pk)
    watches.watch(by=request.user, page=page)
    return redirect(page)


def unwatch(request: Request, pk: int) -> HttpResponse:
    page = _page(request, pk)
    watches.unwatch(by=request.user, page=page)
    return redirect(page)


def _voted(request: Request, article: Article) -> HttpResponse:
    if request.htmx:
        return render(request, "wiki/_helpful.html", {"gate": Gate.of(request.user, article.pk)})
    return redirect(f"{article.get_absolute_url()}#helpful")


def _article(request: Request, pk: int, rule: str) -> Article:
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    policy.require(request.user, rule, article)
    return article


def _page(request: Request, pk: int) -> LongText:
    page = get_object_or_404(LongText.objects.visible_to(request.user).filter(OF_WIKI), pk=pk)
    policy.require(request.user, "page.watch", page)
    return page
