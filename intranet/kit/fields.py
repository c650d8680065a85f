from typing import Any

from django.db import models
from django.utils.safestring import SafeString

from .markup import stored


class HtmlField(models.TextField):
    """HTML that :mod:`kit.markup` made before it was stored, so that templates show it as it is."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> SafeString | None:
        return None if value is None else stored(value)
