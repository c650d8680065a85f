"""Both engines that run without a server, each with an index of its own that is empty at the start."""

import pytest

from search import drain as drains
from search import engines
from search.models import Document, Engine


@pytest.fixture(params=["whoosh", "database"])
def engine(request, settings, db) -> str:
    """Everything that asks for it is tried on both."""
    backends = settings.WAGTAILSEARCH_BACKENDS
    if request.param == "database":
        settings.WAGTAILSEARCH_BACKENDS = {name: backends[name] for name in backends if name != engines.WHOOSH}
    else:
        engines.backend(engines.WHOOSH).get_index_for_model(Document).reset()
    return request.param


@pytest.fixture
def drained(engine):
    """``drained()``: the engines have heard of everything that was done so far, as half a second later."""

    def drained():
        drains.drain_all()
        assert not Document.objects.waiting().exists()
        assert not Engine.objects.broken().exists()

    return drained
