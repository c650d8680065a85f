"""What both engines are beyond modelsearch's: bounded in time, and honest about what they have."""

from typing import Any

from django.db.models import Model, QuerySet
from modelsearch.backends.base import EmptySearchResults
from modelsearch.utils import get_descendants_content_types_pks

from search.backends.whoosh.results import NoResults


class Bounded:
    """Comes before the stock class of a database."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)  # type: ignore[call-arg]
        self.seconds = float(params.get("TIME_LIMIT", 1.0))

    def _search(self, *args: Any, **kwargs: Any) -> Any:
        results = super()._search(*args, **kwargs)  # type: ignore[misc]
        return NoResults() if isinstance(results, EmptySearchResults) else results

    def entries(self) -> QuerySet[Any]:
        """All rows of the index."""
        raise NotImplementedError

    def keys(self, model: type[Model]) -> set[Any]:
        """What the index has of this model, by the index's own rows: the model's table may know more, or less."""
        entries = self.entries().filter(content_type__in=get_descendants_content_types_pks(model))
        return {model._meta.pk.to_python(key) for key in entries.values_list("object_id", flat=True)}
