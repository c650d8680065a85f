from .files import Document, Image, Rendition
from .long_text import LongText

__all__ = ["Document", "Image", "LongText", "Rendition"]
