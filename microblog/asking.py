"""Forms in which somebody asks, or says that something was asked before."""

import re
from typing import Any

from django import forms

from intranet.kit import paging
from intranet.people.models import Topic, User

from .models import Update
from .topics import Figures, figures


class AskingForm(forms.Form):
    """A part of forms in which somebody says something: whether it asks, and about what."""

    ask = forms.BooleanField(required=False)
    topics = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic_choices: list[Figures] = figures()
        named = [(str(each.number), each.name) for each in self.topic_choices]
        self.fields["topics"].choices = named  # type: ignore[attr-defined]
        self.fields["topics"].error_messages["invalid_choice"] = (
            "One of these topics is gone. Choose again what this is about; your text is kept."
        )

    @property
    def chosen_topics(self) -> set[int]:
        """Those that are ticked now, by number."""
        return {pk for each in self["topics"].value() or () if (pk := paging.number(str(each)))}

    @property
    def asks_about(self) -> list[Topic] | None:
        """What the question in a form that was sent is about; None when it asks nothing."""
        if not self.cleaned_data["ask"]:
            return None
        return list(Topic.objects.filter(pk__in=self.cleaned_data["topics"])) if self.cleaned_data["topics"] else []


class MergeForm(forms.Form):
    """As what a question was asked before: the address or the number of another one that the viewer may read."""

    into = forms.CharField(max_length=300, label="Which question is it?", help_text="Its address, or the number in it.")

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def clean_into(self) -> Update:
        typed: str = self.cleaned_data["into"].strip()
        named = re.search(r"/updates/(\d+)/", typed)
        asked = Update.objects.visible_to(self.viewer).first_ones().filter(question__isnull=False)
        found = asked.filter(pk=paging.number(named[1] if named else typed) or 0).first()
        if found is None:
            raise forms.ValidationError("There is no such question that you can read. Paste its address.")
        return found
