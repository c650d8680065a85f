"""Reading: the front page, sections and articles, one as text, and what is wanted."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from intranet.kit import markup, paging, policy
from intranet.people.eyes import Eyes
from intranet.people.keeping import kept
from intranet.people.requests import Request
from intranet.writing.models import LongText
from intranet.writing.panels import my_drafts, writing_now
from wiki import drawing, places, publishing
from wiki import home as front
from wiki import wanted as wishes
from wiki.models import Article, Section, WikiHome
from wiki.policy import may_withdraw
from wiki.reading import Gate

LAST_START = 200 * drawing.SIZE  # each start is drawn and kept by itself, so that there must not be any number of them


def home(request: Request) -> HttpResponse:
    top = WikiHome.the_one()
    context = {
        "shown": front.shown(request.user),
        "to_check": front.to_check(request.user),
        "drafts": my_drafts(request.user),
        "may_write": policy.allows(request.user, "article.create", top),
        "withdrawn": _withdrawn(request, top.path),
    }
    return render(request, "wiki/home.html", context)


def page(request: Request, pk: int, slug: str) -> HttpResponse:
    """A section or an article. An old address leads on, but only those who may read what stands there now."""
    gate = Gate.of(request.user, pk)
    if gate.model is WikiHome or slug != gate.slug:
        return redirect(gate.address)
    return shown(request, gate)


def shown(request: Request, gate: Gate, *, status: int = 200, **context: Any) -> HttpResponse:
    """The page that the gate has let through."""
    context = {
        "title": gate.title,
        "gate": gate,
        "is_article": bool(gate.article),
        "shown": _drawn(request, gate),
        "tools": _tools(gate),
        "page_number": gate.pk,
        "writing_now": writing_now(request.user, gate.pk, but=request.user) if gate.is_written else [],
        **context,
    }
    if gate.is_objected and gate.may_verify:
        made_of = (gate.pk, gate.version)
        context["objections"] = kept("objections", Eyes(), made_of, lambda: drawing.objections(gate.pk))
    if not gate.article and gate.may_tend:
        context["withdrawn"] = _withdrawn(request, gate.path)
    return render(request, "wiki/page.html", context, status=status)


def text(request: Request, pk: int) -> HttpResponse:
    """An article to be copied: its words, where they stand, and as of when."""
    article = get_object_or_404(Article.objects.visible_to(request.user).select_related("owner"), pk=pk)
    context = {
        "article": article,
        "body": markup.body_text(article.body),
        "trust": drawing.trust_of(article),
        "address": request.build_absolute_uri(article.get_absolute_url()),
        "today": timezone.localdate(),
    }
    said = render_to_string("wiki/article.txt", context)
    return HttpResponse(said, content_type="text/plain; charset=utf-8")


def wanted(request: Request) -> HttpResponse:
    return render(request, "wiki/wanted.html", {"wanted": wishes.wanted(request.user)})


def _drawn(request: Request, gate: Gate) -> drawing.Shown:
    eyes, viewer = Eyes.of(request.user), request.user
    if gate.article:
        made_of: tuple[Any, ...] = (gate.pk, gate.version, gate.helpful_count, gate.outline, gate.asked)
        return kept("article", eyes, made_of, lambda: drawing.article(_article(gate), viewer))
    start = min(paging.number(request.GET.get("start", "")) or 0, LAST_START) // drawing.SIZE * drawing.SIZE
    made_of = (gate.pk, gate.version, start, gate.outline)
    return kept("section", eyes, made_of, lambda: drawing.section(_section(gate), viewer, start))


def _article(gate: Gate) -> Article:
    rows = Article.objects.visible_to(gate.viewer)
    return get_object_or_404(rows.select_related(*drawing.SHOWN), pk=gate.pk)


def _section(gate: Gate) -> Section:
    return get_object_or_404(Section.objects.visible_to(gate.viewer).select_related("audience"), pk=gate.pk)


def _tools(gate: Gate) -> SafeString:
    """What the reader may do with the page; whoever may do the same is sent the same."""
    allowed = gate.may_edit, gate.may_verify if gate.article else gate.may_tend
    facts = (gate.pk, *allowed, gate.watches, gate.is_own)
    return kept(
        "tools", Eyes(), facts, lambda: render_to_string("wiki/_tools.html", {"gate": gate, "more": _more(gate)})
    )


def _more(gate: Gate) -> list[dict[str, str]]:
    """The menu of what is done seldom."""
    items = [{"label": "History", "icon": "clock", "href": reverse("writing:history", args=[gate.pk])}]
    if not gate.is_own:
        items.append(
            {"label": "Report", "icon": "flag", "href": reverse("governance:report", args=[gate.kind, gate.pk])}
        )
    if gate.article and gate.may_verify:
        items.append({"label": "Owner and care", "icon": "user-circle", "href": _at("care", gate)})
    if not gate.article and gate.may_tend:
        items.append({"label": "Who reads and writes", "icon": "lock-closed", "href": _at("settings", gate)})
    if gate.may_edit if gate.article else gate.may_tend:
        items.append({"label": "Move", "icon": "arrow-right", "href": _at("move", gate)})
    if gate.may_verify if gate.article else gate.may_tend:
        items.append({"label": "Take out", "icon": "trash", "href": _at("withdrawal", gate)})
    return items


def _at(name: str, gate: Gate) -> str:
    return reverse(f"wiki:{name}", args=[gate.pk])


def _withdrawn(request: Request, path: str) -> list[LongText]:
    """What was taken out right under this path, and this reader may bring back."""
    found = places.withdrawn(request.user, path)
    known = publishing.all_publishers() if found else {}
    return [each for each in found if may_withdraw(request.user, each, known)]
