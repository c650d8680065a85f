"""What the desk says to the rooms besides Wagtail's own signals; they hear it in their `receivers.py`."""

from django.dispatch import Signal

#: Sent with `pages`, a list of numbers, when these pages have become readable for others than before: a page above them
#: was moved, or is now for a team alone, or for everybody again. In the transaction in which it happened.
audience_changed = Signal()
