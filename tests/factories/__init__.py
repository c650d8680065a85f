"""The smallest true rows; traits name the situations."""

from .people import FollowFactory, MembershipFactory, PersonFactory, TeamFactory
from .updates import TagFactory, UpdateFactory
from .writing import DocumentFactory, ImageFactory, RenditionFactory

__all__ = [
    "DocumentFactory",
    "FollowFactory",
    "ImageFactory",
    "MembershipFactory",
    "PersonFactory",
    "RenditionFactory",
    "TagFactory",
    "TeamFactory",
    "UpdateFactory",
]
