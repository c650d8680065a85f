"""What somebody decides about an article that is made of a question, before it is out."""

from typing import Any

from django import forms

from intranet.people.inputs import colleagues_called
from intranet.people.models import Topic, User
from intranet.writing.models import LongText

from .models import Article
from .places import sections_for
from .proposing import above, audience_now, places_for


class DraftForm(forms.Form):
    """Where the article is to stand, in whose hands, and about what; of the revision `base`."""

    base = forms.IntegerField(widget=forms.HiddenInput)
    under = forms.TypedChoiceField(label="Where", coerce=int)
    owner = forms.CharField(
        max_length=39,
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
        help_text="The username of the colleague who answers for it.",
    )
    topic = forms.ModelChoiceField(Topic.objects.all(), required=False, empty_label="No topic")

    def __init__(self, data: Any = None, *, viewer: User, article: Article) -> None:
        super().__init__(data, initial=self.of(article))
        self.audience = audience_now(article, article.origin.question, viewer)
        places = {place.pk: place for place in places_for(viewer, self.audience)}
        self.places: dict[int, LongText] = places
        under: Any = self.fields["under"]
        under.choices = [choice for choice in sections_for(viewer) if choice[0] in places]
        why = article.origin.why
        under.help_text = f"Proposed {why}." if why else ""

    @classmethod
    def of(cls, article: Article) -> dict[str, Any]:
        """What it says now."""
        owner = article.owner.username if article.owner else ""
        return {"base": article.head, "under": above(article).pk, "owner": owner, "topic": article.topic_id}

    def clean_owner(self) -> User:
        return colleagues_called([self.cleaned_data["owner"].strip()])[0]

    @property
    def place(self) -> LongText:
        return self.places[self.cleaned_data["under"]]
