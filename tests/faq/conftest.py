"""A question with an accepted answer, and the places where an article of it could stand."""

import pytest

from microblog.models import Update
from tests.factories import ArticleFactory, QuestionFactory, SectionFactory, TopicFactory
from tests.support.faq import accepted_answer
from wiki.models import Section


@pytest.fixture
def returns(ines):
    """A topic about which Ines is asked."""
    return TopicFactory(name="Returns", experts=[ines])


@pytest.fixture
def asked(maya, company, returns) -> Update:
    return QuestionFactory(author=maya, text="Where do parcels without a note go? #parcels", topics=[returns])


@pytest.fixture
def solved(asked, tom) -> Update:
    """The same, answered by Tom."""
    accepted_answer(asked, tom, "In the **yellow** box, says @maya.\n\n- twice a week")
    return asked


@pytest.fixture
def billing(olu) -> Section:
    """Where everybody writes, and nothing of returns stands."""
    section = SectionFactory(title="Billing", owner=olu)
    ArticleFactory(parent=section, title="Noise")
    return section


@pytest.fixture
def warehouse(billing, ines, returns) -> Section:
    """Where Ines alone writes, and what is known of returns stands."""
    section = SectionFactory(title="Warehouse", owner=ines, publishers=[ines])
    for number in range(4):
        ArticleFactory(parent=section, title=f"Returns {number}", topic=returns)
    ArticleFactory(parent=billing, title="Returns elsewhere", topic=returns)
    return section
