"""What the microblog says to the rooms above it; they hear it in their `receivers.py`."""

from django.dispatch import Signal

#: Sent with `update` and with `by`, who did it, when what it said is taken back, taken down or undone: whoever shows
#: its words elsewhere shows them no more. In the transaction in which it happened, with the update and its thread held.
words_gone = Signal()
