"""What can be found, and how far the engines are."""

from .document import Document, DocumentAudience, DocumentTag, DocumentWord
from .engine import Engine

__all__ = ["Document", "DocumentAudience", "DocumentTag", "DocumentWord", "Engine"]
