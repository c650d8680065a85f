"""Takes a folder of Markdown files over as sections and articles.

`intranet.writing.importing` reads the folder and makes bodies of its texts; here each is a page of the wiki, written if
it is new or has changed and nobody edited the page here (`storing`).
"""

from intranet.writing.importing.report import Report

from .importing import FolderImport

__all__ = ["FolderImport", "Report"]
