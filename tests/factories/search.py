from datetime import datetime, time, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from search.models import BestBet, Enquiry, EnquiryPart, MissedSearch, MissedThing, Synonym, SynonymWord, Visit
from search.normal import normal_of, stems

from .people import PersonFactory


class EnquiryFactory(DjangoModelFactory):
    """Somebody looked for `words`, so many `days_ago`, and found nothing.

    `found=` says how much, `top=` is the document that stood first, `opened=` the one that was opened, and `parts=` are
    those that a word of it finds alone.
    """

    class Meta:
        model = Enquiry

    words = factory.Sequence(lambda n: f"word{n}")
    person = factory.SubFactory(PersonFactory)
    found = 0

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        ago, opened = kwargs.pop("days_ago", 0), kwargs.pop("opened", None)
        parts = kwargs.pop("parts", ())
        top, person = kwargs.pop("top", opened), kwargs.pop("person")
        enquiry = model_class(normal=normal_of(kwargs["words"]), was_opened=opened is not None, **kwargs)
        at = timezone.now()
        if ago:
            at = timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days=ago), time()))
        enquiry.asked(at=at, by=person.pk)
        if ago:
            enquiry.person = None
        if top:
            enquiry.top_kind, enquiry.top_number, enquiry.found = top.kind, top.number, max(enquiry.found, 1)
        enquiry.save()
        if opened:
            Visit.objects.create(enquiry=enquiry, kind=opened.kind, number=opened.number, place=0, at=at)
        for part in parts:
            EnquiryPart.objects.create(enquiry=enquiry, kind=part.kind, number=part.number)
        return enquiry


class SynonymFactory(DjangoModelFactory):
    """A group of `words`."""

    class Meta:
        model = Synonym

    by = factory.SubFactory(PersonFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        words = kwargs.pop("words")
        group = super()._create(model_class, *args, **kwargs)
        for place, each in enumerate(words):
            SynonymWord.objects.create(
                group=group, words=each, stems=" ".join(stems(each)), first=stems(each)[0], place=place
            )
        return group


class BestBetFactory(DjangoModelFactory):
    """The `document` stands on top for `words`."""

    class Meta:
        model = BestBet

    words = factory.Sequence(lambda n: f"word{n}")
    by = factory.SubFactory(PersonFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        document = kwargs.pop("document")
        about = {"kind": document.kind, "number": document.number, "normal": normal_of(kwargs["words"])}
        return super()._create(model_class, *args, **kwargs, **about)


class MissedSearchFactory(DjangoModelFactory):
    """Several people looked for `words` in vain, and `owner=` is asked to see to it; `things=` are what it led to."""

    class Meta:
        model = MissedSearch

    words = factory.Sequence(lambda n: f"missed{n}x")
    people = 3
    times = 3
    owner = factory.SubFactory(PersonFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        things = kwargs.pop("things", ())
        missed = super()._create(model_class, *args, normal=normal_of(kwargs["words"]), **kwargs)
        for kind, number in things:
            MissedThing.objects.create(missed=missed, kind=kind, number=number)
        return missed
