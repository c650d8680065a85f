import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.urls import reverse

from intranet.kit import paging, uploads
from intranet.people.frame import my_teams
from intranet.people.models import Company, Team, User
from intranet.writing.actions import files
from intranet.writing.models import FileUse, Image

from .asking import AskingForm
from .attaching import LONGEST_ALT, MOST, Attaching
from .models.update import LONGEST

FEEDS = ("home", "company", "following")  # the feeds with a composer
TOO_LONG = f"This is longer than {LONGEST:,} characters. Shorten it, or split it into replies."


class LinesField(forms.CharField):
    """Text whose line ends are one character, as a textarea counts them; browsers send two."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class TextForm(forms.Form):
    """What somebody says, and what goes with it.

    A script sends files as they are chosen, and the form carries their numbers; without one, :meth:`take_in` takes
    those that came with it. Either way they stay in a form that comes back.
    """

    text = LinesField(
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 1}),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, data: Any = None, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.viewer = viewer
        self.attaching = _chosen(data) if data is not None else _begun(self.initial)
        self.refusals: list[str] = []

    def take_in(self, request: HttpRequest) -> None:
        """Keep the files that came with the form; what cannot be kept is said when it is validated."""
        if getattr(request, "upload_too_large", False):
            self.refusals.append(uploads.too_big())
        for upload in request.FILES.getlist("upload")[: MOST + 1]:
            self._take(upload)

    def _take(self, upload: UploadedFile) -> None:
        try:
            taken = files.take(by=self.viewer, upload=upload)
        except (uploads.UploadRefused, files.TooMany) as error:
            self.refusals.append(f"{uploads.safe_name(upload.name or '')}: {error}")
            return
        pictures, others = dict(self.attaching.pictures), self.attaching.files
        if isinstance(taken, Image):
            pictures[taken.pk] = ""
        else:
            others = (*others, taken.pk)
        self.attaching = Attaching(pictures, others)

    def clean(self) -> dict[str, Any]:
        found = self.attached
        for refusal in self.refusals:
            self.add_error("text", f"{refusal} Your text is kept.")
        if len(found) < len(self.attaching):
            self.add_error("text", "A file you attached is no longer here. Attach it again; your text is kept.")
        elif len(found) > MOST:
            self.add_error("text", f"At most {MOST} pictures and files go with an update. Remove some.")
        elif not found and not self.cleaned_data.get("text", "x"):
            self.add_error("text", "Write something first.")
        return self.cleaned_data | {"attached": self.attaching}

    @property
    def attached(self) -> list[FileUse]:
        """What is attached so far, to be shown again."""
        return self.attaching.rows(self.viewer)


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


class UpdateForm(AskingForm, ReplyForm):
    """An update with its audience: one or more of my teams; none of them means the company."""

    teams = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, label="For whom?")
    place = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: User, place: str = "home", **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
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
    def draft(self) -> str:
        """The name under which the browser keeps what is written in it."""
        begun: str = "" if self.is_bound else self.initial.get("draft", "")
        return begun or self.at.draft

    @property
    def words(self) -> str:
        """The audience that is ticked now, as the composer says it."""
        ticked = [self.mine[pk].name for pk in map(str, self["teams"].value() or []) if pk in self.mine]
        return ", ".join(ticked) or Company.current().everyone


class EditForm(AskingForm, TextForm):
    """New words for an update, and whether it asks.

    `edits` is how often it had been edited when the form was opened.
    """

    edits = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def renew_edits(self, edits: int) -> None:
        """The form, when it is shown again, replaces what stands there by then."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["edits"] = str(edits)
        self.data = data


def _chosen(data: Any) -> Attaching:
    """What a form that was sent carries."""
    pictures = [pk for each in data.getlist("pictures") if (pk := paging.number(each))]
    alts = {pk: " ".join(data.get(f"alt-{pk}", "").split())[:LONGEST_ALT] for pk in pictures}
    return Attaching(alts, tuple(dict.fromkeys(pk for each in data.getlist("files") if (pk := paging.number(each)))))


def _begun(initial: Mapping[str, Any]) -> Attaching:
    """What a form begins with."""
    pictures = {int(pk): alt for pk, alt in initial.get("pictures", {}).items()}
    return Attaching(pictures, tuple(initial.get("files", ())))


def new_key() -> str:
    return secrets.token_urlsafe(18)
