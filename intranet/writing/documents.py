"""Files can be found by whoever finds a thing that uses them; see `intranet.kit.declarations`."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from intranet.kit.declarations import Findable, Kind, gathered

from .models import Document, FileUse


def files(numbers: Collection[int]) -> Iterator[Findable]:
    """Files that something uses which can be found itself."""
    found = Document.objects.filter(pk__in=numbers).select_related("words")
    owners = _owners(numbers)
    for file in found:
        if shown_by := owners[file.pk]:
            audiences = frozenset().union(*(owner.audiences for owner in shown_by))
            everywhere = [owner for owner in shown_by if owner.audiences == audiences]
            yield Findable(
                number=file.pk,
                title=file.title,
                text=file.words.text if hasattr(file, "words") else "",
                # Where it is used, if all who find it may go there; else one would hear of places of others.
                address=everywhere[0].address if everywhere else file.url,
                at=file.created_at,
                audiences=audiences,
                author=file.uploaded_by_user_id,
                tags=everywhere[0].tags if everywhere else frozenset(),
            )


def _owners(numbers: Collection[int]) -> dict[int, list[Findable]]:
    """By file: the things that use it and can be found themselves, as search knows them."""
    uses: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for kind, number, file in FileUse.objects.filter(document__in=numbers).values_list("kind", "number", "document"):
        uses[kind][number].add(file)
    found: dict[int, list[Findable]] = defaultdict(list)
    kinds = gathered("documents", "KINDS")
    for kind in uses.keys() & kinds.keys():
        for owner in kinds[kind].read(list(uses[kind])):
            for file in uses[kind][owner.number]:
                found[file].append(owner)
    return found


KINDS = {"file": Kind(Document, "Files", "document", files)}
