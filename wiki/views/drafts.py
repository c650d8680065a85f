"""Articles that are made of questions, as long as they wait."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from intranet.kit import policy
from intranet.kit.http import back
from intranet.people.requests import Request
from intranet.writing.models import Stale
from microblog.actions.questions import Answered, Gone
from microblog.models import Update
from wiki import drawing, proposing, unpublished
from wiki.actions import drafting as actions
from wiki.draft_forms import DraftForm
from wiki.models import Article
from wiki.views.care import suggested

CHANGED = "It was changed in the meantime. Look at it again."
GONE = "It was published or thrown away in the meantime."


def make(request: Request, pk: int) -> HttpResponse:
    """One click: an article is made of the question, or the one that somebody made of it before is shown."""
    asked = Update.objects.visible_to(request.user).first_ones().filter(question__isnull=False)
    question = get_object_or_404(asked, pk=pk)
    policy.require(request.user, "article.draft", question)
    try:
        article = actions.draft(by=request.user, question=question, proposal=proposing.proposed(question, request.user))
    except Answered:
        messages.info(request, "It is answered for good already.")
        return redirect(question)
    except Gone as gone:
        raise Http404 from gone
    return redirect(article)


def show(request: Request, pk: int) -> HttpResponse:
    """The article as it will be read, and where it is to stand. One that is out by now is read there."""
    if out := Article.objects.visible_to(request.user).filter(pk=pk).first():
        return redirect(out)
    article = unpublished.one(request.user, pk)
    return _page(request, article, DraftForm(viewer=request.user, article=article))


def publish(request: Request, pk: int) -> HttpResponse:
    """It is out; or it is proposed to whoever answers for the place that was chosen. My desk says only which revision
    was read, and leaves the rest as it is.
    """
    article = unpublished.one(request.user, pk)
    sent = request.POST if "under" in request.POST else {**DraftForm.of(article), **request.POST.dict()}
    form = DraftForm(sent, viewer=request.user, article=article)
    if not form.is_valid():
        return _page(request, article, form, status=422)
    said = form.cleaned_data
    try:
        if form.has_changed():
            policy.require(request.user, "article.edit", article)
            actions.arrange(
                by=request.user, article=article, place=form.place, owner=said["owner"], topic=said["topic"]
            )
            article = unpublished.one(request.user, pk)
        if not policy.allows(request.user, "article.publish", article):
            messages.success(request, f"It is proposed, and waits for {unpublished.waits_for(article, request.user)}.")
            return redirect(article)
        actions.publish(by=request.user, article=article, base=said["base"])
    except actions.OtherReaders as refused:
        form.add_error("under", str(refused))
        return _page(request, article, form, status=422)
    except Stale:
        messages.error(request, CHANGED)
        return redirect("wiki:draft", pk)
    messages.success(request, f"“{article.title}” is out, and the question is answered for good.")
    return back(request, Article.address_of(article.pk, article.title))


def discard(request: Request, pk: int) -> HttpResponse:
    """Not for us: it is gone, and whoever made it is told."""
    article = unpublished.one(request.user, pk)
    policy.require(request.user, "article.discard", article)
    question = article.origin.question_id
    try:
        actions.discard(by=request.user, article=article)
    except Stale:
        messages.error(request, GONE)
    else:
        messages.success(request, f"“{article.title}” is thrown away. Whoever proposed it is told.")
    return back(request, f"/updates/{question}/" if question else "wiki:home")


def _page(request: Request, article: Article, form: DraftForm, *, status: int = 200) -> HttpResponse:
    may = {name: policy.allows(request.user, f"article.{name}", article) for name in ("publish", "edit", "discard")}
    context = {
        "article": article,
        "form": form,
        "may": may,
        "shown": drawing.article(article, request.user),
        "waits_for": unpublished.waits_for(article, request.user),
        "people": suggested(request.user, article),
    }
    return render(request, "wiki/draft.html", context, status=status)
