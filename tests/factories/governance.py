from typing import Any

import factory
from factory.django import DjangoModelFactory

from intranet.governance.models import Decision, Outcome, Report
from tests.support.reports import KINDS

from .people import PersonFactory


def about(thing: Any) -> dict[str, Any]:
    return {"kind": KINDS[thing._meta.model_name], "about": thing.pk}


class ReportFactory(DjangoModelFactory):
    """Somebody reported a `thing=`, and nobody was told; `decision=` is what became of it."""

    class Meta:
        model = Report

    by = factory.SubFactory(PersonFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return super()._create(model_class, *args, **about(kwargs.pop("thing")), **kwargs)


class DecisionFactory(DjangoModelFactory):
    """It was decided that a `thing=` stays; `authors=[…]` are those whose words it was."""

    class Meta:
        model = Decision

    by = factory.SubFactory(PersonFactory)
    outcome = Outcome.KEPT

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        authors = kwargs.pop("authors", ())
        decision = super()._create(model_class, *args, **about(kwargs.pop("thing")), **kwargs)
        decision.authors.set(authors)
        return decision
