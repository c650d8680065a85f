"""Writes what was parsed as HTML, before the gates."""

import html
from collections.abc import Sequence
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from .addresses import leads_outside
from .gates import OUTSIDE
from .highlight import coloured


class Writer(RendererHTML):
    """Writes the tokens whose HTML differs from the library's; a method's name is the token's type."""

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        address = str(tokens[idx].attrs["href"])
        rel = f' rel="{OUTSIDE}"' if leads_outside(address) else ""
        return f'<a href="{escapeHtml(address)}"{rel}>'

    def text(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return html.escape(tokens[idx].content, quote=False)

    def sign(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        address = env["addresses"].get(token.markup, {}).get(token.meta["name"])
        if not address:
            return html.escape(token.content, quote=False)
        kind = "mention" if token.markup == "@" else "tag"
        return f'<a class="{kind}" href="{escapeHtml(address)}">{escapeHtml(token.content)}</a>'

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        pieces = coloured(tokens[idx].content, tokens[idx].info, env)
        inner = "".join(_span(css, html.escape(text, quote=False)) for css, text in pieces)
        css = ' class="highlight"' if any(css for css, _ in pieces) else ""
        return f"<pre{css}><code>{inner}</code></pre>\n"


def _span(css: str, inner: str) -> str:
    return f'<span class="{css}">{inner}</span>' if css else inner
