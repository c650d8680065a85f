from .file_use import FileUse
from .files import Document, FileWords, Image, Rendition
from .long_text import LongText

__all__ = ["Document", "FileUse", "FileWords", "Image", "LongText", "Rendition"]
