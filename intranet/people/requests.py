from intranet.kit.http import HtmxRequest

from .models import User


class Request(HtmxRequest):
    """What a view gets behind `kit.http.ClosedByDefault`: somebody is signed in. For types only; never made."""

    user: User
