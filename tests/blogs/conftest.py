"""Who writes in blogs, and what."""

import pytest

from tests.factories import BlogFactory, PersonFactory, PostFactory, TeamFactory


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


@pytest.fixture
def top_floor(company, clara):
    return BlogFactory(title="From the top floor", person=clara)


@pytest.fixture
def closed_blog(company, closed_team):
    return BlogFactory(title="Canary of the pay round", team=closed_team)


@pytest.fixture
def warehouse(top_floor):
    """A post that is out."""
    return PostFactory(blog=top_floor, title="In the warehouse", summary="Two days at the packing table.")


@pytest.fixture
def media(tmp_path, settings):
    """Pictures and files of a test are kept where nobody looks afterwards."""
    settings.MEDIA_ROOT = tmp_path
