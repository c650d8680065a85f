"""The smallest true rows; traits name the situations."""

from .blogs import BlogFactory, PostFactory
from .people import FollowFactory, MembershipFactory, MuteFactory, PersonFactory, TeamFactory
from .questions import AnswerFactory, QuestionFactory, TopicFactory
from .updates import ReactionFactory, TagFactory, UpdateFactory
from .wiki import ArticleFactory, HelpfulVoteFactory, ObjectionFactory, SectionFactory
from .writing import DocumentFactory, ImageFactory, RenditionFactory

__all__ = [
    "AnswerFactory",
    "ArticleFactory",
    "BlogFactory",
    "DocumentFactory",
    "FollowFactory",
    "HelpfulVoteFactory",
    "ImageFactory",
    "MembershipFactory",
    "MuteFactory",
    "ObjectionFactory",
    "PersonFactory",
    "PostFactory",
    "QuestionFactory",
    "ReactionFactory",
    "RenditionFactory",
    "SectionFactory",
    "TagFactory",
    "TeamFactory",
    "TopicFactory",
    "UpdateFactory",
]
