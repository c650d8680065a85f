"""What people fill in to ask under a post, and to answer."""

from typing import Any

from django import forms

from microblog.forms import LinesField, new_key

from .models.question import LONGEST_ANSWER, LONGEST_QUESTION


class QuestionForm(forms.Form):
    """A question. The key makes a repeat of the same form answer the first one."""

    text = LinesField(
        max_length=LONGEST_QUESTION,
        error_messages={
            "required": "Write your question first.",
            "max_length": f"This is longer than {LONGEST_QUESTION} characters. Ask one thing at a time.",
        },
    )
    key = forms.CharField(
        max_length=64,
        min_length=8,
        widget=forms.HiddenInput,
        error_messages={"required": "This page was open too long. Press Ask again."},
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="question_%s", **kwargs)  # other forms stand on the same page
        self.initial.setdefault("key", new_key())

    def renew_key(self) -> None:
        """The form, when it is shown again, can be sent as a new one."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["key"] = new_key()
        self.data = data

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)
        if field == "key":
            self.renew_key()


class AnswerForm(forms.Form):
    """An answer. `changes` is how often the question had been answered when the form was opened."""

    text = LinesField(
        max_length=LONGEST_ANSWER,
        error_messages={
            "required": "Write your answer first.",
            "max_length": f"This is longer than {LONGEST_ANSWER:,} characters. Shorten it, or write a post about it.",
        },
    )
    changes = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def renew_changes(self, changes: int) -> None:
        """The form, when it is shown again, replaces what stands there by then."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["changes"] = str(changes)
        self.data = data
