"""Small things that every template may use."""

from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from intranet.kit import icons, policy

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], name: str, thing: Any = None) -> bool:
    """``{% may "team.edit" team as can_edit %}``"""
    return policy.allows(context["request"].user, name, thing)


register.simple_tag(icons.icon, name="icon")  # {% icon "home" 20 %}


@register.simple_tag
def time(when: datetime) -> SafeString:
    """``{% time update.posted_at %}``: absolute, in the time zone of the company, the same for everybody;
    <trellis-clock> makes it relative. Its title says the zone.

    No template, because a page has dozens of them.
    """
    local = timezone.localtime(when)
    shown = f"{local:%-d %b %Y, %H:%M}"
    return format_html('<time datetime="{}" title="{} {}">{}</time>', local.isoformat(), shown, f"{local:%Z}", shown)


@register.simple_tag
@cache
def always(name: str) -> SafeString:
    """``{% always "layouts/_sentences.html" %}``: a part that tells nothing of its page, drawn once."""
    return render_to_string(name)


@register.filter
def plural(count: int, words: str) -> str:
    """``{{ 3|plural:"reply,replies" }}`` → "3 replies"."""
    one, many = words.split(",")
    return f"{count:,} {one if count == 1 else many}"


@register.simple_tag
def query_string(**pairs: Any) -> SafeString:
    """The pairs that have a value, as ``?a=1&b=2``."""
    return format_html("?{}", urlencode({name: value for name, value in pairs.items() if value not in (None, "")}))
