from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from .models import Profile, Role, Team, Topic, User
from .models.user import folded


class ProfileForm(forms.ModelForm):
    """What a person says of themselves; the name stands on the account, the rest on the profile."""

    name = forms.CharField(max_length=80)
    manager = forms.CharField(required=False, max_length=39, help_text="Your manager's username.")
    skills = forms.CharField(
        required=False, max_length=600, help_text="Separate them with commas, such as “Spanish, Excel, first aid”."
    )

    class Meta:
        model = Profile
        fields = ["name", "title", "department", "manager", "skills", "bio"]
        widgets = {"bio": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"bio": "A few lines; links and lists work."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profile: Profile = self.instance
        about: dict[str, Any] = {
            "name": profile.user.name,
            "manager": profile.manager.username if profile.manager else "",
            "skills": ", ".join(skill.name for skill in profile.skills.all()),
        }
        self.initial.update(about)

    def clean_manager(self) -> User | None:
        username = self.cleaned_data["manager"].strip().lstrip("@").lower()
        if not username:
            return None
        manager = User.objects.here().filter(username=username).first()
        if manager is None:
            raise forms.ValidationError(f"Nobody here has the username “{username}”.")
        if manager.pk == self.instance.pk:
            raise forms.ValidationError("Name somebody else: nobody is their own manager.")
        return manager

    def clean_skills(self) -> list[str]:
        names = {
            folded(name): name for part in self.cleaned_data["skills"].split(",") if (name := " ".join(part.split()))
        }
        if len(names) > 20:
            raise forms.ValidationError("Name at most 20 skills: those you would like to be asked about.")
        if any(len(name) > 40 for name in names.values()):
            raise forms.ValidationError("A skill has at most 40 letters. Separate skills with commas.")
        return list(names.values())

    def _post_clean(self) -> None:
        """The action stores; the form only checks."""


class AddPersonForm(forms.ModelForm):
    title = forms.CharField(required=False, max_length=80)
    department = forms.CharField(required=False, max_length=60)

    class Meta:
        model = User
        fields = ["name", "username", "email", "role"]

    def clean_username(self) -> str:
        return self.cleaned_data["username"].lower()


class StandingForm(forms.Form):
    role = forms.ChoiceField(choices=Role.choices)
    is_active = forms.BooleanField(required=False, label="May sign in")


class PasswordForm(forms.Form):
    """A password, checked by the rules of `settings.AUTH_PASSWORD_VALIDATORS`."""

    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text="At least 10 characters; three or four words are good.",
    )
    person: User

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password, getattr(self, "person", None))
        return password


class FirstAdminForm(PasswordForm):
    """The company's name and the first person in it."""

    company_name = forms.CharField(max_length=60, label="Name of the company")
    name = forms.CharField(max_length=80, label="Your name")
    username = forms.CharField(max_length=39, validators=User._meta.get_field("username").validators)
    email = forms.EmailField(required=False)
    field_order = ["company_name", "name", "username", "email", "password"]


class TeamForm(forms.ModelForm):
    class Meta:
        model = Team
        fields = ["name", "purpose", "is_closed"]
        labels = {"is_closed": "Closed team"}
        help_texts = {"is_closed": "Only members and administrators know that it exists and read what is posted."}

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        # Only among teams the viewer may see: an error must not tell that a closed team exists.
        if Team.objects.visible_to(self.viewer).filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("There is a team of that name. Join it, or choose another name.")
        return name

    def clean_is_closed(self) -> bool:
        is_closed: bool = self.cleaned_data["is_closed"]
        if self.instance.is_closed and not is_closed:
            raise forms.ValidationError(
                "A closed team stays closed: what was said in it was said among its members. "
                "Make an open team beside it."
            )
        return is_closed

    def _post_clean(self) -> None:
        """The action stores; the form only checks."""


class TopicForm(forms.ModelForm):
    class Meta:
        model = Topic
        fields = ["name", "description", "target_hours"]
        help_texts = {"description": "What one may ask here, in a sentence."}

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if Topic.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("There is a topic of that name.")
        return name

    def clean_target_hours(self) -> int | None:
        hours: int | None = self.cleaned_data["target_hours"]
        if hours == 0:
            raise forms.ValidationError("Leave it empty, or name at least one hour.")
        return hours

    def _post_clean(self) -> None:
        """The action stores; the form only checks."""
