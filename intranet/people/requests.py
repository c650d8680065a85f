from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from .models import User


class Request(HttpRequest):
    """What a view gets behind `kit.http.ClosedByDefault`: somebody is signed in. For types only; never made."""

    user: User
    htmx: HtmxDetails
