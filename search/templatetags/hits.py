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
{passage}<footer>{recommended}{trust}{question}<span>{name}</span>{time}</footer>
</li>
"""
CHIP = '<span class="chip" data-tone="{}">{}<span>{}</span></span>'
TONES = {"verified": "good", "due": "", "overdue": "due"}
#: How a question stands, as its chip says it: the tone and the words.
QUESTIONS = {
    "open": ("ask", "Waits for an answer"),
    "answered": ("", "Answered"),
    "accepted": ("good", "Solved"),
    "documented": ("good", "In the FAQ"),
    "duplicate": ("", "Asked before"),
}


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
        trust=trusted(hit),
        question=asked(hit),
        name=hit.name,
        time=time(document.at) if document.author_id else "",
    )


@register.simple_tag
def trusted(hit: Hit) -> SafeString | str:
    """How far somebody vouches for it, as a chip."""
    return format_html(CHIP, TONES[hit.trust], "", hit.trust.capitalize()) if hit.trust else ""


@register.simple_tag
def asked(hit: Hit) -> SafeString | str:
    """How it stands when it is a question, as a chip."""
    if not hit.document.question:
        return ""
    tone, words = QUESTIONS[hit.document.question]
    return format_html(CHIP, tone, "", words)
