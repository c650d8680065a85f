"""Where a page begins to listen."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_only_middleware

from . import log


@sync_only_middleware
def Mark(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Notes how far the log is before a page reads what it shows, so that nothing falls between the two."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.live_mark = log.mark()  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def live_mark(request: HttpRequest) -> dict[str, object]:
    """Context: ``live_mark``, empty where nobody listens."""
    return {"live_mark": getattr(request, "live_mark", "")}
