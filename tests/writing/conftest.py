"""A page that several people write on."""

import pytest

from tests.factories.wiki import ArticleFactory, SectionFactory
from tests.support import page, sign_in

FIRST, SECOND, THIRD = "The shop opens at nine.", "Parcels leave at noon.", "Returns are free."


@pytest.fixture
def article(maya, db):
    """Three paragraphs by Maya, among other pages."""
    ArticleFactory(title="Noise about parcels", body="<p>Noise.</p>")
    body = "".join(f"<p>{line}</p>" for line in (FIRST, SECOND, THIRD))
    return ArticleFactory(title="Opening hours", body=body, owner=maya)


@pytest.fixture
def closed_article(closed_team, noor):
    """For the closed team alone."""
    section = SectionFactory(title="Pay secrets", team=closed_team)
    return ArticleFactory(title="Pay bands secret", body="<p>Secret band A.</p>", parent=section, owner=noor)


@pytest.fixture
def opened():
    """``opened(person, article)``: a browser without scripts on its edit page, and the form in it."""

    def open_it(person, article):
        client = sign_in(person)
        response = client.get(f"/pages/{article.pk}/edit/")
        assert response.status_code == 200
        return client, page(response).form("")

    return open_it
