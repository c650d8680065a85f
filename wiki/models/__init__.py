"""What stays: sections and articles, who vouches for them, and what readers say of them."""

from .article import Article, ArticleTag
from .home import OF_WIKI, WikiHome
from .imported import ImportedFile, ImportedPage
from .origin import Origin
from .outline import OutlineChange
from .review import Review
from .section import Section, SectionPublisher
from .voice import HelpfulVote, Objection
from .wanted import WantedPage
from .watch import Watch

__all__ = [
    "OF_WIKI",
    "Article",
    "ArticleTag",
    "HelpfulVote",
    "ImportedFile",
    "ImportedPage",
    "Objection",
    "Origin",
    "OutlineChange",
    "Review",
    "Section",
    "SectionPublisher",
    "WantedPage",
    "Watch",
    "WikiHome",
]
