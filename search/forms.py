"""What those who tune the search type."""

import re
from typing import Any

from django import forms

from .models import BestBet, Synonym, SynonymWord
from .models.synonym import LONGEST
from .normal import normal_of, stems
from .query import plain

STEMS = SynonymWord._meta.get_field("stems").max_length or 0


class SynonymForm(forms.Form):
    """Words that mean the same, in one line."""

    words = forms.CharField(
        label="Words that mean the same",
        max_length=Synonym.MOST * (LONGEST + 2),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Separate them with commas, such as “payslip, pay slip, salary statement”. "
        "Who looks for one of them finds the others, too.",
    )

    def __init__(self, *args: Any, group: Synonym | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group

    def clean_words(self) -> list[str]:
        words = [kept for part in re.split(r"[,;\n]", self.cleaned_data["words"]) if (kept := " ".join(part.split()))]
        self._be_few(words)
        known: dict[str, str] = {}
        for each in words:
            same = " ".join(stems(each))
            if not same:
                raise forms.ValidationError(f"“{each}” has no letters or digits. Leave it out.")
            if same in known:
                raise forms.ValidationError(f"“{each}” is the same as “{known[same]}” to the search. Leave one out.")
            if len(same) > STEMS:
                raise forms.ValidationError(f"“{each[:20]}…” is too long. Name a few words.")
            known[same] = each
        self._be_nowhere_else(known)
        return words

    def _be_few(self, words: list[str]) -> None:
        if len(words) < Synonym.FEWEST:
            raise forms.ValidationError("Name at least two, with a comma between them.")
        if len(words) > Synonym.MOST:
            raise forms.ValidationError(f"Name at most {Synonym.MOST}: those that colleagues really type.")
        if too_long := next((each for each in words if len(each) > LONGEST), None):
            raise forms.ValidationError(f"“{too_long[:20]}…” has more than {LONGEST} letters. Is a comma missing?")

    def _be_nowhere_else(self, known: dict[str, str]) -> None:
        others = SynonymWord.objects.filter(stems__in=known).exclude(group=self.group)
        if taken := others.select_related("group").first():
            raise forms.ValidationError(
                f"“{taken.words}” stands in another group: “{taken.group}”. Add your words there, or take it out of it."
            )


class BetForm(forms.Form):
    """For which words something is put on top."""

    words = forms.CharField(
        label="Who looks for",
        max_length=BestBet._meta.get_field("words").max_length,
        help_text="Exactly these words, in any order: “pay slip” is not “pay slip March”.",
    )

    def clean_words(self) -> str:
        words = " ".join(plain(self.cleaned_data["words"]).split())
        if not normal_of(words):
            raise forms.ValidationError("Name at least one word.")
        return words
