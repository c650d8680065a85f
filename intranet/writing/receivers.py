"""What the desk does when Wagtail says that something happened, whoever did it."""

from typing import Any

from .actions import texts
from .models import LongText


def page_moved(sender: Any, instance: Any, parent_page_before: Any, **kwargs: Any) -> None:
    if page := LongText.objects.filter(pk=instance.pk).first():
        texts.settle(page=page, before=parent_page_before)


def page_taken_out(sender: Any, instance: Any, **kwargs: Any) -> None:
    texts.has_changed(page=instance)
