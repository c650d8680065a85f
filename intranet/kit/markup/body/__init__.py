"""The body of a page: rich text that people write in an editor, paste from elsewhere, or write as Markdown.

The way of a body: any HTML -> tree (`reader`) -> blocks of one schema (`pasted`, `blocks`, `tables`, `runs`), of which
each has one spelling (`writer`) -> both gates (`gates`). What is stored is read in the same way and written anew for
its readers and its editor (`shown`), so what nobody has cleaned cannot be shown either.
"""

from .cleaning import clean_body
from .leaving_out import without
from .markdown_in import body_from_markdown
from .markdown_out import markdown_of
from .shown import edit_body, show_body
from .things import BodyRefs, BodyThings, File, Heading, Picture, body_text, parts_of, things_in

__all__ = [
    "BodyRefs",
    "BodyThings",
    "File",
    "Heading",
    "Picture",
    "body_from_markdown",
    "body_text",
    "clean_body",
    "edit_body",
    "markdown_of",
    "parts_of",
    "show_body",
    "things_in",
    "without",
]
