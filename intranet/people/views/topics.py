"""Tending topics: making them, changing them, naming experts. Their pages are microblog's."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from intranet.kit import policy
from intranet.people.actions import topics as actions
from intranet.people.forms import TopicForm
from intranet.people.models import Topic, User
from intranet.people.models.topic import experts_of
from intranet.people.requests import Request


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    policy.require(request.user, "topic.tend")
    form = TopicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        topic = actions.add(by=request.user, **form.cleaned_data)
        return redirect("people:topic_experts", topic.pk)
    return render(request, "people/topic_form.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    policy.require(request.user, "topic.tend")
    topic = get_object_or_404(Topic, pk=pk)
    form = TopicForm(request.POST or None, instance=topic)
    if request.method == "POST" and form.is_valid():
        actions.change(by=request.user, topic=topic, **form.cleaned_data)
        return redirect(topic)
    status = 422 if request.method == "POST" else 200
    return render(request, "people/topic_form.html", {"form": form, "topic": topic}, status=status)


@require_http_methods(["GET", "POST"])
def experts(request: Request, pk: int) -> HttpResponse:
    """Who is asked about a topic: one more, or one fewer."""
    policy.require(request.user, "topic.tend")
    topic = get_object_or_404(Topic, pk=pk)
    if request.method == "GET":
        return _experts(request, topic)
    everybody = User.objects.visible_to(request.user)
    if leaving := request.POST.get("remove"):
        person = get_object_or_404(everybody, username=leaving)
        actions.release_expert(by=request.user, topic=topic, person=person)
        return redirect("people:topic_experts", pk)
    username = request.POST.get("expert", "").strip().lstrip("@").lower()
    found = everybody.here().filter(username=username).first()
    if found is None:
        return _experts(request, topic, error=f"Nobody here has the username “{username}”.", status=422)
    actions.name_expert(by=request.user, topic=topic, person=found)
    messages.success(request, f"{found} is asked about {topic}.")
    return redirect("people:topic_experts", pk)


def _experts(request: Request, topic: Topic, *, error: str = "", status: int = 200) -> HttpResponse:
    context = {"topic": topic, "experts": experts_of([topic.pk])[topic.pk], "error": error}
    return render(request, "people/topic_experts.html", context, status=status)
