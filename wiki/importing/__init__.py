"""Takes a folder of Markdown files over as sections and articles.

The way of a file: found in its folder and named (`folder`, `front_matter`) -> signs of other wikis spelled out (`tags`)
-> links led to pages, pictures and files (`addresses`, `attachments`, `bodies`) -> written, if it is new or has changed
and nobody edited the page here (`storing`). What could not be taken over as it was stands in the `report`.
"""

from .importing import FolderImport
from .report import Report

__all__ = ["FolderImport", "Report"]
