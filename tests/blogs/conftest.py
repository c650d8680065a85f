"""Who writes in blogs."""

import pytest

from tests.factories import BlogFactory, PersonFactory, TeamFactory


@pytest.fixture
def priya(db):
    """Clara's assistant."""
    return PersonFactory(username="priya", name="Priya Raman")


@pytest.fixture
def blog(clara, priya):
    """Clara's own, in which Priya may write."""
    return BlogFactory(title="From the top floor", person=clara, writers=(priya,))


@pytest.fixture
def team_blog(maya, tom):
    """Of a team that Maya leads; somebody reads each post before it goes out."""
    return BlogFactory(title="Back on the shelf", team=TeamFactory(lead=maya, members=[tom]), is_reviewed=True)
