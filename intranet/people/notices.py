"""What people are told about people; see `intranet.kit.declarations`."""

from collections.abc import Collection, Mapping
from typing import Any

from intranet.kit.declarations import NoticeKind, NoticeThing


def readers(people: Mapping[int, Any], numbers: Collection[int]) -> dict[int, set[int]]:
    """Whom somebody follows is told themselves, and nobody else."""
    return {number: {number} & people.keys() for number in numbers}


def told(viewer: Any, numbers: Collection[int]) -> dict[int, tuple[str, str]]:
    return {viewer.pk: ("you", viewer.get_absolute_url())} if viewer.pk in numbers else {}


KINDS = {
    "person.followed": NoticeKind("person", "Somebody follows me", "{who} began to follow", "users", False, "People"),
}
THINGS = {"person": NoticeThing(readers, told)}
