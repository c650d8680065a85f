"""A hit on the page of results. A page has twenty, and drawn by a template they took a tenth of its time."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from intranet.kit.icons import icon
from intranet.kit.templatetags.kit import time
from search.asking import Hit

register = template.Library()

HIT = """<li class="hit" data-kind="{kind}" data-number="{number}">
<h2><a href="{address}">{icon}<span>{heading}</span></a></h2>
{passage}<footer>{recommended}{trust}<span>{name}</span>{time}</footer>
</li>
"""
CHIP = '<span class="chip" data-tone="{}">{}<span>{}</span></span>'
TONES = {"verified": "good", "due": "", "overdue": "due"}


@register.simple_tag(name="hit")
def drawn(hit: Hit, *, is_bet: bool = False) -> SafeString:
    """``{% hit hit %}``: `is_bet` when colleagues have put it on top."""
    document = hit.document
    return format_html(
        HIT,
        kind=document.kind,
        number=document.number,
        address=document.address,
        icon=icon(hit.icon, 18),
        heading=hit.heading,
        passage=format_html("<p>{}</p>\n", hit.passage) if hit.text else "",
        recommended=format_html(CHIP, "good", icon("bookmark", 16), "Recommended") if is_bet else "",
        trust=format_html(CHIP, TONES[hit.trust], "", hit.trust.capitalize()) if hit.trust else "",
        name=hit.name,
        time=time(document.at) if document.author_id else "",
    )
