"""One page of what is mine to do."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from intranet.kit.paging import number
from intranet.notifications import desk as desks

SIZE = 50


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """All of it, or with ``kind`` what is of one kind; from place ``start`` on."""
    found, parts = desks.waiting_for(request.user), desks.parts()
    chosen = request.GET.get("kind", "")
    chosen = chosen if chosen in parts else ""
    counts = {key: sum(each.kind == key for each in found) for key in parts}
    shown = [each for each in found if chosen in {"", each.kind}]
    start = min(number(request.GET.get("start", "")) or 0, len(shown))
    if start and start == len(shown):  # what stood there was answered
        return HttpResponseRedirect(f"{reverse('desk:desk')}{f'?kind={chosen}' if chosen else ''}")
    tabs = [("Everything", "?", not chosen, len(found))]
    tabs += [
        (parts[key].name, f"?kind={key}", chosen == key, many) for key, many in counts.items() if many or chosen == key
    ]
    context = {
        "tabs": tabs,
        "kind": chosen,
        "waiting": shown[start : start + SIZE],
        "next": start + SIZE if len(shown) > start + SIZE else 0,
        "back": request.get_full_path(),
    }
    return render(request, "notifications/desk.html", context)
