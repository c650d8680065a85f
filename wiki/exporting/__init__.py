"""Writes the wiki as a folder of Markdown files with front matter, which `wiki.importing` takes back.

Every page gets a place in the folder (`places`), its facts stand above its text (`facts`), and its links lead to the
other files (`spelling`). Pictures and files lie under `_files`.
"""

from .exporting import FolderExport, NotEmpty

__all__ = ["FolderExport", "NotEmpty"]
