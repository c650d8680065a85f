"""Times that somebody chooses: in the zone of the company, which is said beside them."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone


def zone_in_words() -> str:
    """ "Europe/Berlin, where it is now 14:05"."""
    return f"{timezone.get_current_timezone_name()}, where it is now {timezone.localtime():%H:%M}"


class TimeField(forms.DateTimeField):
    """A day and a time on the clocks of the company. When they are put back and show it twice, it is the first one."""

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            if error.code != "ambiguous_timezone" or not error.params:
                raise
            return _first(error.params["datetime"])


def _first(shown: datetime) -> datetime:
    """The first moment at which the clocks show this. Raises ValidationError when they leave it out."""
    moment = shown.replace(tzinfo=timezone.get_current_timezone(), fold=0)
    later = moment.astimezone(UTC).astimezone(moment.tzinfo)
    if later.replace(tzinfo=None, fold=0) != shown:
        raise forms.ValidationError(
            f"There is no {shown:%H:%M} on that day: the clocks are put forward. Choose {later:%H:%M}, or another time."
        )
    return moment
