"""Clara's blog, in which she wrote."""

import pytest

from tests.factories import BlogFactory, PostFactory


@pytest.fixture
def top_floor(company, clara):
    return BlogFactory(title="From the top floor", person=clara)


@pytest.fixture
def warehouse(top_floor):
    """A post that is out."""
    return PostFactory(blog=top_floor, title="In the warehouse", summary="Two days at the packing table.")
