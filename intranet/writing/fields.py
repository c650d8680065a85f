"""The body of a long text: one field of clean HTML, the same on the page, in the back office and in imports."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.safestring import SafeString
from wagtail.models import Page

from intranet.kit import markup

LONGEST = 200_000  # characters of HTML or Markdown that somebody may send


@lru_cache(maxsize=8)
def cleaned(html: str) -> SafeString:
    """`markup.clean_body`, once for what a form checks and what is stored a moment later under a lock."""
    return markup.clean_body(html)


class BodyField(models.TextField):
    """HTML that `markup.clean_body` has let through; whoever saves, it is cleaned on the way in.

    Tells Wagtail's reference index which pages it links to, so that "what links here" is one query.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        clean = cleaned(str(getattr(model_instance, self.attname) or ""))
        setattr(model_instance, self.attname, clean)
        return clean

    def formfield(self, **kwargs: Any) -> Any:
        """In the forms of the back office it is Markdown."""
        from .office_pages import MarkdownField  # which needs models

        return super().formfield(**kwargs | {"form_class": MarkdownField})

    def extract_references(self, value: str | None) -> Iterator[tuple[Any, str, str, str]]:
        for page in sorted(markup.things_in(value or "").pages):
            yield Page, str(page), "", ""
