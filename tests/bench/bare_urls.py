"""All pages, and `bare/`: the least that a page of 20 updates can do behind the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from microblog.models import Update

SIZE = 20
PAGE = engines["django"].from_string("{% for text, name in rows %}<p><b>{{ name }}</b> {{ text }}</p>{% endfor %}")


def bare(request: HttpRequest) -> HttpResponse:
    """The newest 20 updates that the viewer may see, as text and author's name, through one trivial template."""
    found = Update.objects.visible_to(request.user).first_ones().order_by("-posted_at", "-pk")
    return HttpResponse(PAGE.render({"rows": found.values_list("text", "author__name")[:SIZE]}, request))


urlpatterns = [path("bare/", bare, name="bare"), path("", include("intranet.urls"))]
