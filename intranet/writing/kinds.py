"""The kinds of long texts, which rooms declare in their `texts.py`: ``TEXTS = {"article": TextKind(…)}``.

The key is the name of the model in small letters.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import Http404

from intranet.kit.declarations import gathered
from intranet.people.requests import Request

from .models import LongText

if TYPE_CHECKING:
    from .actions.texts import More
    from .forms import TextForm


@dataclass(frozen=True)
class TextKind:
    """How one kind of page is written and read."""

    model: type[LongText]
    form: "type[TextForm]"
    page: str  # the template of the page as it is read; the preview uses the same
    context: Callable[[Request, LongText], dict[str, Any]]  # of that template; the page may be one that is not saved
    edits: str  # the rule that is asked before one writes on a page
    creates: str  # the rule that is asked, of the page above, before one begins a new one
    name: str  # in sentences: "article"
    # Those pages of this kind that are not out, and that somebody works on; None where none waits.
    waiting: Callable[[Any], QuerySet[Any]] | None = None
    restored: "More | None" = None  # what else becomes true when an earlier text stands on a page again


def of(page: LongText) -> TextKind:
    """The kind of a page, whatever class it was read as."""
    return named(page.cached_content_type.model)


def found(viewer: Any, pk: int) -> LongText:
    """The page as its own kind, if the viewer may read it, or works on it while it waits. Raises Http404."""
    page: LongText | None = LongText.objects.visible_to(viewer).filter(pk=pk).first()
    if page:
        return page.specific
    for waiting in waiting_for(viewer):
        if page := waiting.filter(pk=pk).first():
            return page
    raise Http404("No such page.")


def waiting_for(viewer: Any) -> list[QuerySet[Any]]:
    """The pages of each kind that wait and that the viewer works on."""
    kinds = gathered("texts", "TEXTS").values()
    return [kind.waiting(viewer) for kind in kinds if kind.waiting]


def named(key: str) -> TextKind:
    """The kind declared under `key`. Raises Http404 for one that nobody declared."""
    kind: TextKind | None = gathered("texts", "TEXTS").get(key)
    if kind is None:
        raise Http404("No such kind of page.")
    return kind
