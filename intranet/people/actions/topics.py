"""Topics come to be and change; people are named their experts."""

from django.db import transaction

from intranet.audit import trail
from intranet.people.models import Company, Topic, TopicExpert, User


@transaction.atomic
def add(*, by: User, name: str, description: str = "", target_hours: int | None = None) -> Topic:
    """People can ask about it."""
    topic = Topic.objects.create(name=name, description=description, target_hours=target_hours)
    trail.record("topic.added", by=by, about=topic)
    return topic


@transaction.atomic
def change(*, by: User, topic: Topic, name: str, description: str, target_hours: int | None) -> None:
    """The topic is called and meant so."""
    topic.name, topic.description, topic.target_hours = name, description, target_hours
    topic.save(update_fields=["name", "description", "target_hours"])
    trail.record("topic.changed", by=by, about=topic)


@transaction.atomic
def name_expert(*, by: User, topic: Topic, person: User) -> None:
    """`person` is asked about the topic. Once is enough."""
    _, is_new = TopicExpert.objects.get_or_create(topic=topic, person=person, defaults={"by": by})
    if is_new:
        trail.record("topic.expert_named", by=by, about=topic, person=person.name)
        Company.looks_changed()


@transaction.atomic
def release_expert(*, by: User, topic: Topic, person: User) -> None:
    """`person` is no longer asked about the topic."""
    gone, _ = TopicExpert.objects.filter(topic=topic, person=person).delete()
    if gone:
        trail.record("topic.expert_released", by=by, about=topic, person=person.name)
        Company.looks_changed()
