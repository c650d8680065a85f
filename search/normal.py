"""What is the same to search, however it is typed: "Refunds of the card" and "card refund"."""

from hashlib import sha256

from .backends.whoosh.analysis import Piece, analyser

LONGEST = 300  # characters of a normal form
DIGEST = 32  # of them that tell a longer one from others which begin like it


def normal_of(text: str) -> str:
    """The different stems of what says something, in the order of the alphabet; all of them when nothing does."""
    pieces = _pieces(text)
    said = {piece.term for piece in pieces if not piece.stop} or {piece.term for piece in pieces}
    normal = " ".join(sorted(said))
    if len(normal) <= LONGEST:
        return normal
    return f"{normal[: LONGEST - DIGEST - 1]} {sha256(normal.encode()).hexdigest()[:DIGEST]}"


def stems(text: str) -> tuple[str, ...]:
    """All stems as they were typed, "the" and "of" as well."""
    return tuple(piece.term for piece in _pieces(text))


def _pieces(text: str) -> list[Piece]:
    """A house term such as "C++" or "PRJ-2041" is one, and not its parts."""
    found: list[Piece] = []
    for token in analyser().tokens(text):
        found += token.pieces[:1] if token.pieces[0].whole else token.pieces
    return found
