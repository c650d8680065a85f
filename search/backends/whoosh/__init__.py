"""Full-text search without a server: a modelsearch backend on Whoosh.

    MODELSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends.whoosh", "PATH": "/var/lib/trellis/search"}}

Beyond what modelsearch asks of a backend, its results know `within` (rights), `hits`, `count(cap)`, `facet` and
`is_partial`; its indexes know `write` (adds and deletes in one durable commit) and `tidy`. Whatever is wrong with an
index is one exception, `IndexBroken`: answer from another engine and rebuild.

    backend.py      settings        compiler.py   queryset → filters, order      run.py         one search
    contents.py     object → row    plan.py       question → terms               evaluation.py  terms → documents
    analysis.py     text → terms    bags.py       texts → terms of a row         forms.py        how they are written
    snapshot.py     one commit, open              segment.py, terms.py           one segment, open
    index.py        writes          store.py      generations and locks          writer.py, batch.py, merging.py
    rebuilding.py   built anew      scope.py      rights, and weights there      fuzzy.py        words near to one
"""

from .analysis import analyse, words
from .backend import WhooshSearchBackend
from .backend import WhooshSearchBackend as SearchBackend
from .errors import IndexBroken, IndexBusy

__all__ = ["IndexBroken", "IndexBusy", "SearchBackend", "WhooshSearchBackend", "analyse", "words"]
