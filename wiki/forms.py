"""What people fill in about pages of the wiki."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from intranet.kit import markup
from intranet.people.inputs import colleagues_called
from intranet.people.models import Team, Topic, User
from intranet.people.models.user import HUE_NAMES
from intranet.writing.forms import TextForm
from microblog.tagging import tag_names

from .actions.care import GOOD_FOR
from .models import Article, Section
from .patterns import PATTERNS

LONGEST = timedelta(days=2 * 366)  # that somebody may vouch for an article
PATTERN_CHOICES = [("", "An empty page"), *((key, name) for key, (name, _) in PATTERNS.items())]


class ArticleForm(TextForm):
    on_page: ClassVar[tuple[str, ...]] = ("title", "short_answer")

    short_answer = forms.CharField(
        label="In short",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The answer in a sentence or two. It stands on top, and in the results of a search.",
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        initial = dict(initial or {})
        pattern = PATTERNS.get(str(initial.pop("like", "")))
        if pattern and "body" not in initial:
            initial["body"] = markup.body_from_markdown(pattern[1])
        super().__init__(data, initial=initial, **kwargs)

    def changes(self) -> dict[str, Any]:
        """A new article is vouched for by whoever wrote it."""
        new = {} if self.page.pk else {"verified_until": timezone.localdate() + GOOD_FOR}
        return super().changes() | new


class SectionForm(TextForm):
    on_page: ClassVar[tuple[str, ...]] = ("title", "summary", "hue")

    summary = forms.CharField(required=False, max_length=200, help_text="What stands here, in one sentence.")
    hue = forms.TypedChoiceField(label="Colour", coerce=int, choices=list(enumerate(HUE_NAMES)))


class PlaceForm(forms.Form):
    """Under which page: the home of the wiki or a section, with all that stand in it by depth."""

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["under"] = forms.TypedChoiceField(label="Where", coerce=int, choices=choices)
        self.order_fields(["under"])


class MoveForm(PlaceForm):
    """Where to; and for a page that is for a team alone, whether everybody reads it there."""

    opens = forms.BooleanField(
        label="Open it to everybody",
        required=False,
        help_text="Without this it stays for the team alone, wherever it stands.",
    )

    def __init__(self, *args: Any, is_closed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_closed:
            del self.fields["opens"]


class NewPageForm(PlaceForm):
    """What to begin, and where."""

    kind = forms.ChoiceField(label="What", choices=[("article", "An article"), ("section", "A section")])
    like = forms.ChoiceField(label="Like", choices=PATTERN_CHOICES, required=False)
    title = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)


class CareForm(forms.Form):
    """In whose hands an article is."""

    owner = forms.CharField(
        required=False,
        max_length=39,
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
        help_text="The username of the colleague who answers for it.",
    )
    owner_team = forms.ModelChoiceField(Team.objects.none(), label="Team", required=False, empty_label="No team")
    topic = forms.ModelChoiceField(Topic.objects.all(), required=False, empty_label="No topic")
    tags = forms.CharField(required=False, max_length=600, help_text="Words, such as “billing refunds”.")
    verified_until = forms.DateField(
        label="Correct until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Somebody should look again by then; empty: nobody vouches for it.",
    )
    is_evergreen = forms.BooleanField(label="Stays true, nobody needs to look again", required=False)

    def __init__(self, data: Any = None, *, viewer: User, article: Article) -> None:
        super().__init__(data, initial=self.of(article))
        visible = Team.objects.visible_to(viewer)
        self.fields["owner_team"].queryset = visible  # type: ignore[attr-defined]
        team = article.owner_team
        self.unseen_team = None if team is None or visible.filter(pk=team.pk).exists() else team

    @classmethod
    def of(cls, article: Article) -> dict[str, Any]:
        """What it says now."""
        return {
            "owner": article.owner.username if article.owner else "",
            "owner_team": article.owner_team_id,
            "topic": article.topic_id,
            "tags": " ".join(row.tag.name for row in article.tag_rows.select_related("tag").order_by("tag__name")),
            "verified_until": article.verified_until or timezone.localdate() + GOOD_FOR,
            "is_evergreen": article.is_evergreen,
        }

    def clean_owner(self) -> User | None:
        return colleagues_called([typed])[0] if (typed := self.cleaned_data["owner"].strip()) else None

    def clean_owner_team(self) -> Team | None:
        """A team that the viewer does not see stays, unless they choose another one."""
        return self.cleaned_data["owner_team"] or self.unseen_team

    def clean_tags(self) -> list[str]:
        return tag_names(self.cleaned_data["tags"])

    def clean_verified_until(self) -> date | None:
        until: date | None = self.cleaned_data["verified_until"]
        if until and until < timezone.localdate():
            raise forms.ValidationError("Choose a day that is still to come.")
        if until and until > timezone.localdate() + LONGEST:
            raise forms.ValidationError("Choose a day within two years, or say that it stays true.")
        return until


class SettingsForm(forms.Form):
    """For whom a section is, and who writes there."""

    audience = forms.ModelChoiceField(
        Team.objects.none(), label="Who may read it", required=False, empty_label="Everybody here"
    )
    teams = forms.ModelMultipleChoiceField(
        Team.objects.none(),
        label="Teams that write here",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    people = forms.CharField(
        label="Colleagues who write here",
        required=False,
        max_length=1000,
        help_text="Usernames with spaces between them. When neither a team nor a colleague is named, everybody may "
        "write, or whoever may in the section above.",
    )

    def __init__(self, *args: Any, viewer: User, section: Section, above: Team | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visible = Team.objects.visible_to(viewer)
        closed = visible.filter(is_closed=True)
        audience: Any = self.fields["audience"]
        audience.queryset = closed
        if above:  # a page below a closed one is for the same team
            own = closed.filter(pk__in=[above.pk, section.audience_id])  # it may have been closed before that one was
            audience.queryset, audience.required, audience.empty_label = own, True, None
            audience.help_text = "It stands in a section that is for this team alone."
        self.fields["teams"].queryset = visible  # type: ignore[attr-defined]

    def clean_people(self) -> list[User]:
        return colleagues_called(self.cleaned_data["people"].replace(",", " ").split())


class ObjectionForm(forms.Form):
    line = forms.CharField(
        max_length=300,
        error_messages={"required": "Say in one line what is wrong.", "max_length": "Say it in 300 letters."},
    )

    def clean_line(self) -> str:
        return " ".join(self.cleaned_data["line"].split())
