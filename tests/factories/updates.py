import factory
from django.db.models import F
from factory.django import DjangoModelFactory

from intranet.kit import markup
from intranet.people.models import User
from microblog.models import Edit, Mention, Reaction, Retraction, Tag, Update, UpdateAudience, UpdateTag
from microblog.signs import BY_KEY

from .people import PersonFactory


class TagFactory(DjangoModelFactory):
    """A tag that nothing carries yet."""

    class Meta:
        model = Tag
        django_get_or_create = ("name",)

    name = factory.Sequence(lambda n: f"word{n}")


class UpdateFactory(DjangoModelFactory):
    """An update to the company.

    `team=` or `teams=[…]` address it; `root=` makes it a reply (`parent=` says to which reply); `was="…"` is what it
    said before somebody edited it; `retracted=True` leaves only its mark.
    """

    class Meta:
        model = Update

    author = factory.SubFactory(PersonFactory)
    text = factory.Sequence(lambda n: f"Update No{n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        team, teams = kwargs.pop("team", None), kwargs.pop("teams", [])
        was, retracted = kwargs.pop("was", None), kwargs.pop("retracted", False)
        root = kwargs.get("root")
        if root:
            kwargs.setdefault("parent", root)
        kwargs["html"] = markup.render_update(kwargs["text"])
        update = super()._create(model_class, *args, **kwargs)
        if root:
            Update.objects.filter(pk=root.pk).update(reply_count=F("reply_count") + 1, version=F("version") + 1)
        else:
            UpdateAudience.objects.bulk_create(
                UpdateAudience(update=update, team=each) for each in teams or [team]
            )  # fmt: skip
        if was is not None:
            Edit.objects.create(update=update, text=was, by=update.author)
            Update.objects.filter(pk=update.pk).update(edited_at=update.posted_at, version=2)
        if retracted:
            Retraction.objects.create(update=update, text=update.text, by=update.author)
            Update.objects.filter(pk=update.pk).update(text="", html="", is_retracted=True)
        else:
            _connect(update)
        update.refresh_from_db()
        return update


class ReactionFactory(DjangoModelFactory):
    """`person=` gave an update a sign (`sign=`, a thumb unless said otherwise), and it is counted there."""

    class Meta:
        model = Reaction

    update = factory.SubFactory(UpdateFactory)
    person = factory.SubFactory(PersonFactory)
    sign = BY_KEY["like"].number

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        reaction = super()._create(model_class, *args, **kwargs)
        update = reaction.update
        update.refresh_from_db()
        update.reaction_counts[reaction.said.key] = update.reaction_counts.get(reaction.said.key, 0) + 1
        update.version += 1
        update.save(update_fields=["reaction_counts", "version"])
        return reaction


def _connect(update: Update) -> None:
    for name in markup.tags_in(update.text):
        UpdateTag.objects.create(update=update, tag=TagFactory(name=name))
    for person in User.objects.filter(username__in=markup.mentions_in(update.text)):
        Mention.objects.create(update=update, person=person)
