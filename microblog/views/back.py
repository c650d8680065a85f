"""Where a plain button leads back to."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from intranet.people.requests import Request
from microblog.models import Update


def back(request: Request, update: Update) -> HttpResponse:
    """To where the button stood; a browser that does not tell is led to the update's thread."""
    page = request.headers.get("Referer", "").split("#")[0]
    if page and url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(f"{page}#update-{update.pk}")
    return redirect(update)
