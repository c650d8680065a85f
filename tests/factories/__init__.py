"""The smallest true rows; traits name the situations."""

from .people import FollowFactory, MembershipFactory, MuteFactory, PersonFactory, TeamFactory
from .updates import ReactionFactory, TagFactory, UpdateFactory
from .writing import DocumentFactory, ImageFactory, RenditionFactory

__all__ = [
    "DocumentFactory",
    "FollowFactory",
    "ImageFactory",
    "MembershipFactory",
    "MuteFactory",
    "PersonFactory",
    "ReactionFactory",
    "RenditionFactory",
    "TagFactory",
    "TeamFactory",
    "UpdateFactory",
]
