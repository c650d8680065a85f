"""The engine in the database, by itself. `tests.postgres` runs these on PostgreSQL, too."""

import pytest

from tests.search.database_engine.shelf import Shelf


@pytest.fixture
def shelf(db) -> Shelf:
    return Shelf()


@pytest.fixture
def fruit(shelf) -> Shelf:
    """Three texts and a title."""
    shelf.put("noise", "Nothing of the kind")
    shelf.put("both", "An apple and a pear in one basket")
    shelf.put("apple", "An apple fell far from the tree")
    shelf.put("pear", "One pear was left for the neighbour")
    shelf.put("titled", "What grew in the garden this year", title="Apple harvest")
    return shelf
