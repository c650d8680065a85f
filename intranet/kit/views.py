from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from . import policy
from .gallery import SAMPLES


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build and those who decide."""
    policy.require(request.user, "gallery.open")
    return render(request, "gallery.html", {"samples": SAMPLES})
