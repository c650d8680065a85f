import unicodedata

from django.http import HttpResponse
from django.shortcuts import render

from intranet.people.requests import Request
from microblog.models import Tag

MOST = 8


def tags(request: Request) -> HttpResponse:
    """Which tags "#…" may become, among those on something the viewer may see."""
    typed = unicodedata.normalize("NFKC", request.GET.get("q", "").strip().lstrip("#")).casefold()[:50]
    found = Tag.objects.visible_to(request.user).filter(name__startswith=typed)[:MOST] if typed else []
    return render(request, "microblog/_tag_options.html", {"tags": found})
