from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from . import policy
from .declarations import gather
from .gallery import SAMPLES
from .version import VERSION


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build and those who decide."""
    policy.require(request.user, "gallery.open")
    return render(request, "gallery.html", {"samples": SAMPLES})


@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """How each part of the house is. What monitors ask is `intranet.kit.health.healthz`."""
    policy.require(request.user, "health.read")
    states = [state for declared in gather("state", "state") for state in declared()]
    return render(request, "health.html", {"states": states, "version": VERSION})
