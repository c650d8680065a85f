"""What is not kept of those who looked for something."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from .models import Enquiry, EnquiryKey, Visit

KNOWN = timedelta(hours=23)  # and the turn comes every hour, so nobody is known for longer than a day
KEPT = 400  # days


@transaction.atomic
def forget() -> int:
    """Nobody knows any more who asked, or at what time, a day ago; or what was asked long ago. How many were sealed."""
    Enquiry.objects.filter(day__lt=timezone.localdate() - timedelta(days=KEPT)).delete()
    EnquiryKey.objects.exclude(month=timezone.localdate().replace(day=1)).delete()
    known = Enquiry.objects.exclude(person=None).filter(at__lt=timezone.now() - KNOWN)
    sealed = 0
    for day in list(known.values_list("day", flat=True).distinct()):
        # The second in which something was asked would tell whoever reads the log of a web server.
        midnight = timezone.make_aware(datetime.combine(day, time()))
        of_day = known.filter(day=day)
        Visit.objects.filter(enquiry__in=of_day.values("pk")).update(at=midnight)
        sealed += of_day.update(person=None, at=midnight)
    return sealed
