"""What people fill in about blogs and their posts."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone

from intranet.people.inputs import PersonInput, colleagues_called
from intranet.people.models import Team, User
from intranet.people.models.user import HUE_NAMES
from intranet.writing.forms import TextForm
from intranet.writing.models import LongText
from microblog.tagging import tag_names

from .actions import posts
from .models import Blog, Part
from .times import TimeField, zone_in_words

MINE, COLLEAGUE = "mine", "colleague"


class BlogForm(TextForm):
    """A blog; whose it is, is said when it begins and stays so. Who may begin one begins it for anybody."""

    on_page: ClassVar[tuple[str, ...]] = ("title", "purpose", "hue")

    whose = forms.ChoiceField(
        label="Whose blog is it?",
        required=False,
        error_messages={"invalid_choice": "This one has a blog by now, or is not there any more. Choose another one."},
    )
    colleague = forms.CharField(
        label="Which colleague’s?",
        required=False,
        max_length=150,
        widget=PersonInput,
        help_text="Only for the blog of a colleague: their username.",
    )
    purpose = forms.CharField(max_length=300, help_text="What colleagues can expect here, in one sentence.")
    hue = forms.TypedChoiceField(label="Colour", coerce=int, choices=list(enumerate(HUE_NAMES)))

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if self.page.pk:
            del self.fields["whose"], self.fields["colleague"]
        else:
            self.fields["whose"].choices = self._owners()  # type: ignore[attr-defined]

    def clean_colleague(self) -> User | None:
        typed = self.cleaned_data["colleague"]
        return colleagues_called([typed])[0] if typed else None

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if "whose" in values and "colleague" in values:
            values["owner"] = self._owner(values["whose"], values["colleague"])
        return values

    def changes(self) -> dict[str, Any]:
        """A team's blog is read by whoever sees the team."""
        if self.page.pk:
            return super().changes()
        owner = self.cleaned_data["owner"]
        of_team = isinstance(owner, Team)
        return super().changes() | {
            "team": owner if of_team else None,
            "person": None if of_team else owner,
            "audience": owner if of_team else None,
        }

    def _owner(self, whose: str, colleague: User | None) -> User | Team | None:
        """Who is meant; None and a reason beside the field when that is not clear, or they have a blog."""
        if colleague and whose in {"", COLLEAGUE}:
            if Blog.objects.filter(person=colleague).exists():
                self.add_error("colleague", f"{colleague.name} has a blog already.")
            return colleague
        if colleague:
            self.add_error("colleague", "Choose “A colleague’s” above, or leave this empty.")
        elif whose == COLLEAGUE:
            self.add_error("colleague", "Say which colleague, such as @maya.")
        elif not whose:
            self.add_error("whose", "Say whose blog it is.")
        elif whose == MINE:
            return self.viewer
        else:
            return Team.objects.visible_to(self.viewer).get(pk=whose.removeprefix("team-"))
        return None

    def _owners(self) -> list[Any]:
        """Those that have none yet: who writes this, and teams, theirs first. Colleagues are too many for a list."""
        teams = Team.objects.visible_to(self.viewer).filter(blog=None)
        led = teams.filter(memberships__person=self.viewer, memberships__is_lead=True)
        others = teams.exclude(pk__in=led.values("pk"))
        groups = [
            (name, [(f"team-{team.pk}", team.name) for team in those])
            for name, those in (("Teams that you lead", led), ("Other teams", others))
        ]
        mine = [] if Blog.objects.filter(person=self.viewer).exists() else [(MINE, "Mine")]
        return [("", "Choose"), *mine, (COLLEAGUE, "A colleague’s"), *(group for group in groups if group[1])]


class PostForm(TextForm):
    on_page: ClassVar[tuple[str, ...]] = ("title", "summary")
    below: ClassVar[tuple[str, ...]] = ("summary", "authors", "tags")

    summary = forms.CharField(
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Why to read it, in a sentence or two. It stands in the feed and on the page of the blog.",
    )
    authors = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Written by",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Whoever else changes the text is named as having prepared it.",
    )
    tags = forms.CharField(required=False, max_length=600, help_text="Words, such as “warehouse returns”.")

    def __init__(self, data: Any = None, *, page: LongText, initial: dict[str, Any] | None = None, **kw: Any) -> None:
        super().__init__(data, page=page, initial=self._beside(page, kw["viewer"]) | (initial or {}), **kw)
        blog = self._blog
        if blog.person_id:
            del self.fields["authors"]  # it speaks for one person
        else:
            self.fields["authors"].queryset = self._possible(blog)  # type: ignore[attr-defined]

    @property
    def _blog(self) -> Blog:
        blog: Blog = self.page.of_blog
        return blog

    def _beside(self, page: LongText, viewer: User) -> dict[str, Any]:
        """What stands in rows beside the post; a new one is written by who begins it, unless they say otherwise."""
        if not page.pk:
            return {"authors": [viewer.pk]}
        rows: Any = page
        return {
            "authors": [each.person_id for each in rows.credits.all() if each.part == Part.WROTE],
            "tags": " ".join(row.tag.name for row in rows.tag_rows.select_related("tag").order_by("tag__name")),
        }

    def _possible(self, blog: Blog) -> Any:
        """The members of the team, who else writes here, and who was named before."""
        named = Q(memberships__team=blog.team_id) | Q(pk__in=blog.writers.values("person"))
        if self.page.pk:
            named |= Q(pk__in=self.page.credits.values("person"))
        return User.objects.here().filter(named).distinct()

    def clean_tags(self) -> list[str]:
        return tag_names(self.cleaned_data["tags"])

    def save_more(self, by: User, page: LongText) -> None:
        blog = self._blog
        authors = [blog.person] if blog.person else list(self.cleaned_data["authors"]) or [by]
        posts.was_written(by=by, post=page, authors=authors, tags=self.cleaned_data["tags"])


class TimeForm(forms.Form):
    """When a post goes out, in the time of the company."""

    passed = "This time has passed. Choose a later one, or publish it now."

    goes_out_at = TimeField(
        label="Goes out",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": "Say when.", "invalid": "Write the day and the time, such as 2027-01-31 08:00."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goes_out_at"].help_text = f"In {zone_in_words()}."

    def clean_goes_out_at(self) -> Any:
        at = self.cleaned_data["goes_out_at"]
        if at and at <= timezone.now():
            raise forms.ValidationError(self.passed)
        return at


class WishForm(TimeForm):
    """When a post is to go out once it was approved; without a time, at once."""

    passed = "This time has passed. Choose a later one, or none."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["goes_out_at"]
        field.required, field.label = False, "When should it go out?"
        field.help_text = f"{field.help_text} Without one it goes out when it is approved."


class RefusalForm(forms.Form):
    why = forms.CharField(
        label="What is missing?",
        max_length=300,
        error_messages={"required": "Say in a line what is missing.", "max_length": "Say it in 300 letters."},
    )

    def clean_why(self) -> str:
        return " ".join(self.cleaned_data["why"].split())


class WritersForm(forms.Form):
    """Who writes in a blog besides those whose it is, and whether somebody reads what they write."""

    people = forms.CharField(
        label="Who else writes here",
        required=False,
        max_length=1000,
        help_text="Usernames with spaces between them. What they write for a person goes out when that person "
        "approves it.",
    )
    is_reviewed = forms.BooleanField(label="Somebody reads each post before it goes out", required=False)

    def __init__(self, data: Any = None, *, blog: Blog) -> None:
        self.blog = blog
        asked = blog.writers.filter(person__is_active=True).select_related("person").order_by("person__username")
        now = {"people": " ".join(each.person.username for each in asked), "is_reviewed": blog.is_reviewed}
        super().__init__(data, initial=now)
        if blog.is_approved_by_one:
            del self.fields["is_reviewed"]
        else:
            self.fields["is_reviewed"].help_text = "A lead of the team does, or a moderator."

    def clean_people(self) -> list[User]:
        people = colleagues_called(self.cleaned_data["people"].replace(",", " ").split())
        readers = Blog.objects.read_by({person.pk: person for person in people}, [self.blog.pk])
        for person in people:
            if person.pk not in readers.get(self.blog.pk, set()):
                raise forms.ValidationError(
                    f"{person.name} cannot read this blog, and so cannot write in it. Add them to the team first."
                )
        return people


class CoverForm(forms.Form):
    cover = forms.FileField(
        label="Picture",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
        help_text="A wide picture: JPEG, PNG, WebP or GIF. Where it was taken is removed.",
        error_messages={"required": "Choose a picture first.", "empty": "This picture is empty. Choose another one."},
    )
