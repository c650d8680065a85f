from .change import Change
from .draft import Draft
from .file_use import FileUse
from .files import Document, FileWords, Image, Rendition
from .long_text import LongText, Stale
from .presence import Writing
from .top import Top

__all__ = [
    "Change",
    "Document",
    "Draft",
    "FileUse",
    "FileWords",
    "Image",
    "LongText",
    "Rendition",
    "Stale",
    "Top",
    "Writing",
]
