"""What was deleted in the tuning of the search can be brought back from the message that says so."""

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string


def offer_undo(request: HttpRequest, said: str, where: str, *, name: str, value: str) -> None:
    """Say it on the next page, with a button that posts `name` and `value` to `where`."""
    context = {"said": said, "where": where, "name": name, "value": value}
    messages.success(request, render_to_string("search/_undo.html", context), extra_tags="whole")
