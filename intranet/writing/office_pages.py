"""Long texts in the back office: its forms pass the same check as those on the page."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.viewsets.pages import PageViewSet

from intranet.kit import markup, paging

from .models import LongText, Stale

FASTER = "Somebody saved this page while you were writing. Nothing of yours is saved yet, and your text is kept below."


class _Typed(str):
    """What somebody typed, which is Markdown already."""


class MarkdownField(forms.CharField):
    """A body as Markdown in a plain textarea."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        return None if data is None else _Typed(data)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, _Typed) else markup.markdown_of(str(value))

    def to_python(self, value: Any) -> SafeString:
        try:
            return markup.body_from_markdown(super().to_python(value) or "")
        except ValueError as unreadable:
            raise ValidationError("This text cannot be read; check its tables and lists.") from unreadable

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.to_python(data)) != str(initial or "")


class _Checked:
    """A form of the back office: it wins only from the newest revision, or else answers 409 with what was typed."""

    page: LongText

    @property
    def action_name_and_method(self) -> tuple[str, Callable[[], HttpResponse]]:
        """A page that stands is saved by publishing it: a text that waits unseen would be what the next one edits."""
        if self.page.live:
            return "publish", self.publish_action  # type: ignore[attr-defined]
        return super().action_name_and_method  # type: ignore[misc]

    @cached_property
    def loaded(self) -> int:
        """The revision from which the form was filled."""
        return paging.number(self.request.POST.get("loaded_revision_id", "")) or 0  # type: ignore[attr-defined]

    def form_valid(self, form: Any) -> HttpResponse:
        newest, self.page.head = self.page.head, self.loaded
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except Stale:
            return self._stale(newest)

    def _stale(self, newest: int) -> HttpResponse:
        if self.expects_json_response:  # type: ignore[attr-defined]
            return self.json_error_response("invalid_revision", FASTER)  # type: ignore[attr-defined]
        compare = f"{reverse('writing:compare', args=[self.page.pk])}?from={self.loaded}&to={newest}"
        see = messages.button(compare, "See what they changed", new_window=True)
        messages.error(self.request, FASTER, buttons=[see])  # type: ignore[attr-defined]
        self.has_unsaved_changes = True
        self.errors_debug = ""
        response = self.render_to_response(self.get_context_data())  # type: ignore[attr-defined]
        response.status_code = 409
        return response


class TextEdit(_Checked, EditView):
    pass


class TextRevert(_Checked, RevisionsRevertView):
    pass


class Texts(PageViewSet):
    model = LongText
    edit_view_class = TextEdit
    revisions_revert_view_class = TextRevert
    parent_models: list[type] = []  # lists of pages stay Wagtail's
