from typing import Any

import factory
from factory.django import DjangoModelFactory

from intranet.people.models import Topic, TopicExpert
from microblog.models import Question, QuestionTopic, Update

from .people import PersonFactory
from .updates import UpdateFactory


class TopicFactory(DjangoModelFactory):
    """A topic; `experts=[…]` are asked about it."""

    class Meta:
        model = Topic

    name = factory.Sequence(lambda n: f"Topic No{n}")

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Topic:
        experts = kwargs.pop("experts", [])
        topic: Topic = super()._create(model_class, *args, **kwargs)
        for person in experts:
            TopicExpert.objects.create(topic=topic, person=person, by=person)
        return topic


class QuestionFactory(UpdateFactory):
    """An update that asks something, about `topics`; otherwise as in `UpdateFactory`. The update comes back."""

    class Meta:
        model = Update

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Update:
        topics = kwargs.pop("topics", [])
        update: Update = super()._create(model_class, *args, **kwargs)
        question = Question.objects.create(update=update, by=update.author, at=update.posted_at)
        for topic in topics:
            QuestionTopic.objects.create(question=question, topic=topic, by=update.author)
        return update


class AnswerFactory(UpdateFactory):
    """A reply to the question `root`, by somebody else unless `author=` says so."""

    class Meta:
        model = Update

    author = factory.SubFactory(PersonFactory)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Update:
        answer: Update = super()._create(model_class, *args, **kwargs)
        if answer.author_id != kwargs["root"].author_id:
            unanswered = Question.objects.filter(pk=kwargs["root"].pk, first_answered_at=None)
            unanswered.update(first_answered_at=answer.posted_at)
        return answer
