"""Queries with the pages that answer them, to measure how good the first results are.

Each `*.jsonl` has lines of ``{"id", "text", "relevant": [ids]}`` for `tests.bench.search_quality`. They were written
before anybody tuned the ranking, by reading and grep and never by an engine: do not fit them to what one finds.
Relevance is binary and meant to be complete: every page that somebody who types this would be glad to open, none that
only mentions the words. A page that merely redirects counts only when its title is the answer; the long glossary
counts only for what a word means. Up to five queries have a typing mistake, as real ones do.

`handbook.jsonl` is about the Markdown pages of the 18F/handbook repository on GitHub (public domain, CC0 1.0). The
240 pages that were judged are not in this repository: `handbook.py` turns a copy of them into documents.
"""
