"""The six signs with which one reacts to an update."""

from typing import NamedTuple


class Sign(NamedTuple):
    """A reaction one can give. Its number is a power of two, so that several of them add up to one number."""

    number: int
    key: str
    character: str
    name: str


SIGNS = (
    Sign(1, "like", "👍", "Thumbs up"),
    Sign(2, "love", "❤️", "Heart"),
    Sign(4, "laugh", "😄", "Laugh"),
    Sign(8, "cheer", "🎉", "Celebrate"),
    Sign(16, "idea", "💡", "Good idea"),
    Sign(32, "look", "👀", "Looking at it"),
)
BY_KEY = {sign.key: sign for sign in SIGNS}
BY_NUMBER = {sign.number: sign for sign in SIGNS}


def keys_in(total: int | None) -> list[str]:
    """The keys of the signs whose numbers add up to `total`, in the order of :data:`SIGNS`."""
    return [sign.key for sign in SIGNS if (total or 0) & sign.number]
