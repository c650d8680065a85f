"""The body of a long text: one field of clean HTML, the same on the page, in the back office and in imports."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from wagtail.models import Page

from intranet.kit import markup


class BodyField(models.TextField):
    """HTML that `markup.clean_body` has let through; whoever saves, it is cleaned on the way in.

    Tells Wagtail's reference index which pages it links to, so that "what links here" is one query.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        clean = markup.clean_body(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, clean)
        return clean

    def extract_references(self, value: str | None) -> Iterator[tuple[Any, str, str, str]]:
        for page in sorted(markup.things_in(value or "").pages):
            yield Page, str(page), "", ""
