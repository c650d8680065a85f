import secrets
from typing import Any

from django import forms

from intranet.people.frame import my_teams
from intranet.people.models import Team, User

from .models.update import LONGEST

TOO_LONG = f"This is longer than {LONGEST:,} characters. Shorten it, or split it into replies."


class LinesField(forms.CharField):
    """Text whose line ends are one character, as a textarea counts them; browsers send two."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class TextForm(forms.Form):
    """What somebody says."""

    text = LinesField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 1}),
        error_messages={"required": "Write something first.", "max_length": TOO_LONG},
    )


class ReplyForm(TextForm):
    """A reply. The key makes a repeat of the same form answer the first one."""

    key = forms.CharField(max_length=64, min_length=8, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", new_key())
        self.fields["key"].error_messages["required"] = "This page was open too long. Press Post again."


class UpdateForm(ReplyForm):
    """An update with its audience: one or more of my teams; none of them means the company."""

    teams = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, label="For whom?")

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mine = {str(team.pk): team for team in my_teams(viewer)}
        self.fields["teams"].choices = [(pk, team.name) for pk, team in self.mine.items()]  # type: ignore[attr-defined]
        self.fields["teams"].error_messages["invalid_choice"] = (
            "You are no longer in one of these teams. Choose again for whom this is; your text is kept."
        )

    def clean_teams(self) -> list[Team]:
        return [self.mine[pk] for pk in self.cleaned_data["teams"]]


class EditForm(TextForm):
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


def new_key() -> str:
    return secrets.token_urlsafe(18)
