"""The whole way of a text: parser, links, both gates."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from markdown_it.token import Token

from .gates import safe
from .highlight import STORE
from .parser import markdown, parse
from .signs import addresses_of, signs_in


def render_update(source: str) -> SafeString:
    """The HTML of one typed text: Markdown-lite, links, @people and #tags. Its length is the caller's business."""
    return render_updates([source])[0]


def render_updates(sources: Sequence[str]) -> list[SafeString]:
    """The HTML of many texts in their order, asking each resolver once for all.

    Holds all the parsed texts in memory, some kB for a line of chat: pass some thousands at a time.
    """
    texts = [parse(source) for source in sources]
    addresses = addresses_of(sign for tokens in texts for sign in signs_in(tokens))
    return [safe(_render(tokens, addresses)) for tokens in texts]


def _render(tokens: Sequence[Token], addresses: dict[str, dict[str, str]]) -> str:
    return str(markdown.renderer.render(tokens, markdown.options, {"addresses": addresses, **STORE}))
