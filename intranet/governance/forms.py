from django import forms

from .models.report import LONGEST


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
