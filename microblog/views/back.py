"""Where a plain button leads back to."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from intranet.kit.http import came_from
from intranet.people.requests import Request
from microblog.models import Update


def back(request: Request, update: Update) -> HttpResponse:
    """To where the button stood; a browser that does not tell is led to the update's thread."""
    page = came_from(request)
    return HttpResponseRedirect(f"{page}#update-{update.pk}") if page else redirect(update)
