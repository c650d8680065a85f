from .change import Change
from .draft import Draft
from .files import Document, Image, Rendition
from .long_text import LongText, Stale
from .presence import Writing

__all__ = ["Change", "Document", "Draft", "Image", "LongText", "Rendition", "Stale", "Writing"]
