"""The smallest true rows; traits name the situations."""

from .people import FollowFactory, MembershipFactory, MuteFactory, PersonFactory, TeamFactory
from .updates import ReactionFactory, TagFactory, UpdateFactory
from .wiki import ArticleFactory, HelpfulVoteFactory, ObjectionFactory, SectionFactory
from .writing import DocumentFactory, ImageFactory, RenditionFactory

__all__ = [
    "ArticleFactory",
    "DocumentFactory",
    "FollowFactory",
    "HelpfulVoteFactory",
    "ImageFactory",
    "MembershipFactory",
    "MuteFactory",
    "ObjectionFactory",
    "PersonFactory",
    "ReactionFactory",
    "RenditionFactory",
    "SectionFactory",
    "TagFactory",
    "TeamFactory",
    "UpdateFactory",
]
