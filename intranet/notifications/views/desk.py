"""One page of what is mine to do."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from intranet.kit.paging import number
from intranet.notifications import desk as desks


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """All of it, or with ``kind`` what is of one kind; from place ``start`` on."""
    parts = desks.parts()
    chosen = request.GET.get("kind", "")
    chosen = chosen if chosen in parts else ""
    page = desks.page(request.user, chosen, number(request.GET.get("start", "")) or 0)
    if page.start and not page.html:  # what stood there was answered
        return HttpResponseRedirect(f"{reverse('desk:desk')}{f'?kind={chosen}' if chosen else ''}")
    tabs = [("Everything", "?", not chosen, sum(page.counts.values()))]
    tabs += [
        (parts[key].name, f"?kind={key}", chosen == key, many)
        for key, many in page.counts.items()
        if many or chosen == key
    ]
    return render(request, "notifications/desk.html", {"tabs": tabs, "kind": chosen, "page": page})
