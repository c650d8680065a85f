"""What people fill in to report, to decide, and to write the rules."""

from typing import Any

from django import forms

from .models.report import LONGEST
from .models.rules import LONGEST as LONGEST_RULES


class ReportForm(forms.Form):
    """Why a person asks the moderators to look at a thing, if they like to say it."""

    line = forms.CharField(
        required=False,
        max_length=LONGEST,
        label="What is wrong with it, in a line?",
        error_messages={"max_length": f"This is longer than {LONGEST} characters. Shorten it."},
    )

    def clean_line(self) -> str:
        return " ".join(self.cleaned_data["line"].split())


class DecisionForm(forms.Form):
    """A word to those who reported, and to who wrote what is taken down."""

    word = forms.CharField(
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="A word to those concerned",
        help_text="Those who reported it read this; if you take it down, so does who wrote it.",
        error_messages={"max_length": f"This is longer than {LONGEST} characters. Shorten it."},
    )


class RulesForm(forms.Form):
    """The use rules. `base` is the version on which they are written."""

    text = forms.CharField(
        max_length=LONGEST_RULES,
        label="Rules",
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="Markdown: # for a heading, - for a list, **bold**, [words](https://address).",
        error_messages={
            "required": "Write the rules first.",
            "max_length": f"This is longer than {LONGEST_RULES:,} characters. Nobody would read it. Shorten it.",
        },
    )
    is_asked = forms.BooleanField(required=False)
    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.fields["is_asked"]
        asked.label = f"Ask all {people:,} people here to accept it again"
        asked.help_text = "Each of them is led to the rules before anything else, once. Not needed for a comma."

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")

    def renew_base(self, base: int) -> None:
        """The form, when it is shown again, is written on what stands there by then."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["base"] = str(base)
        self.data = data
