"""Is the site well? Asked by the supervisor at the start, and by load balancers and monitors ever after."""

import logging

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from .version import VERSION

log = logging.getLogger(__name__)

RETRY_AFTER = 5  # seconds


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 with the version when the database answers, otherwise 503 and when to ask again. Open to everybody."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        log.exception("The database does not answer")
        return JsonResponse({"status": "down"}, status=503, headers={"Retry-After": str(RETRY_AFTER)})
    return JsonResponse({"status": "ok", "version": VERSION})
