"""What colleagues look for, for those who see to it that it is found."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from intranet.kit import policy
from search.learning import learned
from search.picture import picture

CHOICES = {"7": "7 days", "30": "30 days", "90": "90 days"}
USUAL = "30"
LEGEND = [("good", "something was opened"), ("due", "found, but not opened"), ("danger", "nothing found")]


def learning(request: HttpRequest) -> HttpResponse:
    """The searches of the last weeks: a picture, and which words found nothing or nothing worth opening."""
    policy.require(request.user, "search.learn")
    chosen = request.GET.get("days", "")
    chosen = chosen if chosen in CHOICES else USUAL
    about = learned(request.user, int(chosen))
    context = {
        "learned": about,
        "total": about.total,
        "picture": picture(about.days),
        "legend": LEGEND,
        "label": f"Searches on each of {chosen} days, at most {max(day.asked for day in about.days)} on one.",
        "views": [(label, f"?days={days}", days == chosen) for days, label in CHOICES.items()],
    }
    return render(request, "search/learning.html", context)
