"""What the browsers of people tell of their searches, and what is read of it."""

from search.models import Document, Enquiry
from tests.factories.search import EnquiryFactory

from . import sign_in
from .pages import page

ENQUIRIES, LEARNING = "/search/enquiries/", "/search/learning/"
LEFT_OUT = (
    ": words that fewer than three people typed, that led to something you may not see or that is gone, that are long, "
    "or that are less frequent."
)


def look(person, typed: str, hit: Document | None = None, place: int = 0) -> None:
    """What her browser tells when results have come to rest, or when she opens one."""
    opened = {"kind": hit.kind, "number": hit.number, "place": place} if hit else {}
    response = sign_in(person).post(ENQUIRIES, {"q": typed, **opened})
    assert (response.status_code, response.content) == (204, b"")


def document(of) -> Document:
    return Document.objects.get(kind=of._meta.model_name, number=of.pk)


def asked() -> list[str]:
    """The words that were asked."""
    return sorted(Enquiry.objects.values_list("words", flat=True))


def several(words: str, count: int = 3, **about) -> None:
    for _ in range(count):
        EnquiryFactory(words=words, **about)


def section(client, title: str, days: int | str = 30) -> tuple[list[str], str]:
    """The words that a list of the page names, and the sentences under its heading."""
    tree = page(client.get(LEARNING, {"days": days}))
    [one] = [each for each in tree.all("section") if [h2.text for h2 in each.all("h2")] == [title]]
    return [word.text for word in one.all("b")], " ".join(each.text for each in one.all("p"))


def named(client) -> set[str]:
    """All words that the page names, in whatever list."""
    titles = ("Nothing found", "Found, but not opened", "Most asked")
    return {word for title in titles for word in section(client, title)[0]}
