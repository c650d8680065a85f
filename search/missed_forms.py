"""What somebody types who sees to a missed search."""

from typing import Any

from django import forms

from .forms import SynonymForm
from .models import MissedSearch, Synonym, SynonymWord
from .normal import stems

REASONS = {
    "not-ours": "This is not for us to answer",
    "is-there": "It is there, and is found with other words",
    "no-need": "Nobody needs it any more",
    "": "Something else",
}
LONGEST = MissedSearch._meta.get_field("reason").max_length or 0


class SameForm(forms.Form):
    """Other words for what people look for. With those that mean the same already, they become one group."""

    same = forms.CharField(
        label="Colleagues find it as",
        max_length=200,
        help_text="Such as “salary statement”; several with commas between them.",
    )

    def __init__(self, *args: Any, words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        self.group: Synonym | None = None

    def clean_same(self) -> list[str]:
        """All the words of the group."""
        typed = [part for each in self.cleaned_data["same"].split(",") if (part := " ".join(each.split()))]
        said = {" ".join(stems(each)): each for each in [self.words, *typed]}
        groups = list(Synonym.objects.filter(words__stems__in=said).distinct().prefetch_related("words")[:2])
        if len(groups) > 1:
            raise forms.ValidationError("These stand in different groups. Ask those who tune the search.")
        self.group = groups[0] if groups else None
        known = list(SynonymWord.objects.filter(group=self.group)) if self.group else []
        whole = {each.stems: each.words for each in known} | {key: said[key] for key in said}
        form = SynonymForm({"words": ", ".join(whole.values())}, group=self.group)
        if not form.is_valid():
            raise forms.ValidationError([error for errors in form.errors.values() for error in errors])
        words: list[str] = form.cleaned_data["words"]
        return words


class DismissForm(forms.Form):
    """Why nothing is to be done."""

    why = forms.ChoiceField(label="Why", choices=list(REASONS.items()), required=False)
    reason = forms.CharField(label="In your words", max_length=LONGEST, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        said["reason"] = said.get("reason") or (REASONS[said["why"]] if said.get("why") else "")
        if not said["reason"]:
            self.add_error("reason", "Say why, in a few words.")
        return said


class HandOverForm(forms.Form):
    """To whom."""

    owner = forms.CharField(label="To whom", max_length=40)

    def __init__(self, *args: Any, people: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people

    def clean_owner(self) -> Any:
        name = self.cleaned_data["owner"].strip().lstrip("@").lower()
        if not (person := self.people.filter(username=name).first()):
            raise forms.ValidationError(f"Nobody here has the username “{name}”.")
        return person
