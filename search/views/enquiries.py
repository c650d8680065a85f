"""What a browser tells of a search whose results have come to rest."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from intranet.kit.paging import number
from search import asking, query
from search.actions import enquiries
from search.models import Document


@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """``q`` was looked for and, with ``kind``, ``number`` and ``place``, this hit was opened. Nothing is answered."""
    try:
        asked = query.read(request.POST.get("q", ""))
    except query.TooLong:
        return HttpResponse(status=204)
    if asked.is_words:
        enquiry = enquiries.note(by=request.user, answer=asking.ask(asked, request.user))
        hit = _opened(request)
        if enquiry and hit:
            enquiries.open_hit(by=request.user, enquiry=enquiry, document=hit, place=_place(request))
    return HttpResponse(status=204)


def _opened(request: HttpRequest) -> Document | None:
    """The hit, if the person may see it."""
    pk = number(request.POST.get("number", ""))
    if pk is None:
        return None
    return Document.objects.visible_to(request.user).filter(kind=request.POST.get("kind", ""), number=pk).first()


def _place(request: HttpRequest) -> int:
    return min(number(request.POST.get("place", "")) or 0, asking.FARTHEST)
