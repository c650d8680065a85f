"""The form of a long text."""

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from intranet.kit import markup
from intranet.people.models import User

from . import showing
from .fields import LONGEST, cleaned
from .models import LongText

TOO_LONG = f"This text is longer than {LONGEST:,} characters. Move a part of it to a page of its own."


class TextForm(forms.Form):
    """The title, the body, and why it was changed. A kind of page adds fields of its own in a subclass.

    The body comes as HTML from the editor (`body`) or, without scripts, as Markdown. `page` is the page as it is, or a
    new one that is not saved; `initial` says more, such as the title of a wanted page or the words of a draft.
    """

    #: Fields that are attributes of the page; a subclass names its own in addition, or writes `changes` itself.
    on_page: ClassVar[tuple[str, ...]] = ("title",)

    title = forms.CharField(
        max_length=200, error_messages={"required": "Give it a title.", "max_length": "Use at most 200 characters."}
    )
    base = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)  # of a new page, which is begun once
    body = forms.CharField(required=False, strip=False, max_length=LONGEST, widget=forms.HiddenInput)
    markdown = forms.CharField(
        label="Text", required=False, strip=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 18})
    )
    why = forms.CharField(
        label="Why?",
        required=False,
        max_length=200,
        help_text="A line for the history, such as “New prices from January”.",
        error_messages={"max_length": "Say it in at most 200 characters."},
    )

    #: Not among those that a template lists: they have a place of their own.
    placed: ClassVar[tuple[str, ...]] = ("title", "base", "key", "body", "markdown", "why")
    #: Those that come after the text, because one writes first.
    below: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, data: Any = None, *, viewer: User, page: LongText, initial: dict[str, Any] | None = None
    ) -> None:
        self.viewer, self.page = viewer, page
        as_it_is = {name: getattr(page, name) for name in self.on_page}
        as_it_is |= {"base": page.head, "key": "" if page.pk else uuid4().hex, "body": page.body}
        super().__init__(data, initial=as_it_is | (initial or {}))
        for name in ("body", "markdown"):
            self.fields[name].error_messages["max_length"] = TOO_LONG

    @property
    def fields_above(self) -> list[forms.BoundField]:
        """What the kind of page asks for before the text."""
        return [field for field in self if field.name not in {*self.placed, *self.below}]

    @property
    def fields_below(self) -> list[forms.BoundField]:
        return [self[name] for name in self.below if name in self.fields]

    @property
    def html(self) -> SafeString:
        """The text as it stands in the form now, clean, whichever way it came."""
        name, text = self._given
        return cleaned(text) if name == "body" else markup.body_from_markdown(text)

    @property
    def body_html(self) -> str:
        """For the editor. What is too long to be read comes back as it came, for nothing of it may be lost."""
        name, text = self._given
        if not self.is_too_long:
            return markup.edit_body(self.html, showing.things(self.html, self.viewer))
        return text if name == "body" else format_html_join("", "<p>{}</p>", ([line] for line in text.splitlines()))

    @property
    def plain(self) -> str:
        """For the textarea: what was typed there, or the text in Markdown."""
        name, text = self._given
        if self.is_too_long or (self.is_bound and name == "markdown"):
            return text
        return markup.markdown_of(self.html)

    @property
    def _given(self) -> tuple[str, str]:
        """``("body" or "markdown", text)`` as it came, or as it is."""
        given = self.data if self.is_bound else self.initial
        name = "markdown" if "markdown" in given and "body" not in given else "body"
        return name, str(given.get(name) or "")

    @property
    def is_too_long(self) -> bool:
        """More than is kept, even as a draft."""
        return self.is_bound and len(self._given[1]) > LONGEST

    @property
    def body_errors(self) -> list[str]:
        return [*self.errors.get("body", []), *self.errors.get("markdown", [])]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors.keys() & {"body", "markdown"}:
            try:
                values["html"] = self.html
            except ValueError as unreadable:
                raise ValidationError(
                    "This text cannot be read. It is kept below; check tables and lists."
                ) from unreadable
        return values

    def changes(self) -> dict[str, Any]:
        """The attributes of the page that the form sets, and their values."""
        return {name: self.cleaned_data[name] for name in self.on_page} | {"body": self.cleaned_data["html"]}

    def save_more(self, by: User, page: LongText) -> None:
        """Rows beside the page, such as its tags; called in the transaction of the save, before it is published."""

    @classmethod
    def words(cls, data: QueryDict) -> dict[str, list[str]]:
        """What somebody typed into its fields, by name."""
        return {name: values for name, values in data.lists() if name in cls.base_fields}

    @classmethod
    def kept(cls, data: QueryDict) -> dict[str, Any]:
        """`initial` for a form that shows again what was typed into an earlier one."""
        typed = {
            name: field.widget.value_from_datadict(data, {}, name)
            for name, field in cls.base_fields.items()
            if not field.widget.value_omitted_from_data(data, {}, name)
        }
        if "body" in data:
            typed.pop("markdown", None)
        elif "markdown" in data:
            typed |= {"body": markup.body_from_markdown(str(data["markdown"]))}
        return typed
