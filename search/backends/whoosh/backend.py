"""The engine as modelsearch knows it, and the settings it takes."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from modelsearch.backends.base import BaseSearchBackend, EmptySearchResults, get_model_root

from .compiler import AutocompleteCompiler, Compiler
from .contents import Contents
from .index import Index
from .rebuilding import Rebuilder
from .results import NoResults, Results


class WhooshSearchBackend(BaseSearchBackend):
    """Whoosh's index format and stemmers below PATH, with reading, scoring and committing of our own.

    ``PATH``: the folder of all indexes, private (see files.py). ``LANGUAGE``: of the texts, "en". ``TIME_LIMIT``:
    seconds that a search may take, 1.0. ``LOCK_TIMEOUT``: seconds to wait for another writer, 30.
    """

    query_compiler_class = Compiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    index_class = Index
    results_class = Results
    rebuilder_class = Rebuilder
    catch_indexing_errors = True  # the index is a cache: who saves an object is not troubled by it

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        if "PATH" not in params:
            raise ImproperlyConfigured("The whoosh search backend needs a PATH: the folder of its indexes.")
        self.path = Path(params["PATH"]).absolute()
        self.language: str = params.get("LANGUAGE", "en")
        self.seconds = float(params.get("TIME_LIMIT", 1.0))
        self.patience = float(params.get("LOCK_TIMEOUT", 30.0))

    def get_index_for_model(self, model: type[Model]) -> Index:
        """Models share the index of their root model."""
        root = get_model_root(model)
        return Index(self, f"{root._meta.app_label}_{root.__name__}".lower(), _contents(root, self.language))

    def _search(self, *args: Any, **kwargs: Any) -> Any:
        results = super()._search(*args, **kwargs)
        return NoResults() if isinstance(results, EmptySearchResults) else results


@lru_cache(maxsize=256)
def _contents(root: type[Model], language: str) -> Contents:
    return Contents(root, language)
