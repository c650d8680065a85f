"""Pictures and files that come in, change and go, at the desk or in the back office."""

from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from search import documents

from .actions import files
from .models import Document, Image


@receiver(post_save, sender=Image)
def picture_is_there(instance: Image, **kwargs: Any) -> None:
    files.came(by=None, thing=instance)


@receiver(post_save, sender=Document)
def file_is_there(instance: Document, **kwargs: Any) -> None:
    files.came(by=None, thing=instance)


@receiver(pre_delete, sender=Document)
def file_goes(instance: Document, **kwargs: Any) -> None:
    documents.forget(instance)
