import secrets
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.urls import reverse

from intranet.people.frame import my_teams
from intranet.people.models import Company, Team, User

from .models.update import LONGEST

FEEDS = ("home", "company", "following")  # the feeds with a composer
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

    def renew_key(self) -> None:
        """The form, when it is shown again, can be sent as a new one."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["key"] = new_key()
        self.data = data

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)
        if field == "key":
            self.renew_key()


@dataclass(frozen=True)
class Place:
    """Where a composer stands. Its form carries the name, so that every answer is drawn for the same place."""

    name: str  # "home", "company", "following", or "team-3"
    team: Team | None = None

    @classmethod
    def named(cls, name: str, mine: dict[str, Team]) -> Self:
        """The place of that name; home, when it is no place or a team that one has left."""
        team = mine.get(name.removeprefix("team-")) if name.startswith("team-") else None
        return cls(name, team) if team or name in FEEDS else cls("home")

    @property
    def address(self) -> str:
        return self.team.get_absolute_url() if self.team else reverse(f"microblog:{self.name}")

    @property
    def draft(self) -> str:
        """The name under which the browser keeps what is being written: one for all feeds, one for each team."""
        return self.name if self.team else "new"


class UpdateForm(ReplyForm):
    """An update with its audience: one or more of my teams; none of them means the company."""

    teams = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, label="For whom?")
    place = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: User, place: str = "home", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mine = {str(team.pk): team for team in my_teams(viewer)}
        self.at = Place.named(self.data.get("place", "") if self.is_bound else place, self.mine)
        self.initial["place"] = self.at.name
        if self.at.team:
            self.initial.setdefault("teams", [str(self.at.team.pk)])
        self.fields["teams"].choices = [(pk, team.name) for pk, team in self.mine.items()]  # type: ignore[attr-defined]
        self.fields["teams"].error_messages["invalid_choice"] = (
            "You are no longer in one of these teams. Choose again for whom this is; your text is kept."
        )

    def clean_teams(self) -> list[Team]:
        return [self.mine[pk] for pk in dict.fromkeys(self.cleaned_data["teams"])]

    @property
    def words(self) -> str:
        """The audience that is ticked now, as the composer says it."""
        ticked = [self.mine[pk].name for pk in map(str, self["teams"].value() or []) if pk in self.mine]
        return ", ".join(ticked) or Company.current().everyone


class EditForm(TextForm):
    """New words for an update. `edits` is how often it had been edited when the form was opened."""

    edits = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def new_key() -> str:
    return secrets.token_urlsafe(18)
