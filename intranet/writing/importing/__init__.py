"""Reads a folder of Markdown files, for rooms that take them over as pages of theirs.

The way of a file: found in its folder and named (`folder`, `front_matter`) -> signs of other wikis spelled out (`tags`)
-> links led to pages, pictures and files (`addresses`, `attachments`, `bodies`). What becomes of it is the room's part.
What could not be taken over as it was stands in the `report`.
"""
