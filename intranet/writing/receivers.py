"""What the desk does when Django or Wagtail says that something happened, whoever did it."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished, post_page_move

from search import documents

from .actions import drafts, files, texts
from .models import Document, Draft, Image, LongText


@receiver(page_published)
def page_was_published(instance: Any, **kwargs: Any) -> None:
    """Before any room hears of it, for a room may ask who may see the pictures."""
    if isinstance(instance, LongText):
        texts.uses_files(by=instance.changed_by, page=instance)


@receiver(post_delete, sender=Draft)
def draft_is_gone(instance: Draft, **kwargs: Any) -> None:
    drafts.let_go(numbers=[instance.pk])


@receiver(post_page_move)
def page_has_moved(instance: Any, **kwargs: Any) -> None:
    if page := LongText.objects.filter(pk=instance.pk).first():
        texts.settle(page=page)


@receiver(page_unpublished)
def page_was_taken_out(instance: Any, **kwargs: Any) -> None:
    texts.has_changed(page=instance)


@receiver(post_save, sender=Image)
def picture_is_there(instance: Image, **kwargs: Any) -> None:
    files.came(by=None, thing=instance)


@receiver(post_save, sender=Document)
def file_is_there(instance: Document, **kwargs: Any) -> None:
    files.came(by=None, thing=instance)


@receiver(pre_delete, sender=Document)
def file_goes(instance: Document, **kwargs: Any) -> None:
    documents.forget(instance)
