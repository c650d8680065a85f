"""The frame around every page, which is drawn once for all pages on which it looks the same."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString

from intranet.kit.declarations import DeskRow
from intranet.notifications import desk
from intranet.people import frame

register = template.Library()


@register.simple_tag(takes_context=True)
def rail(context: dict[str, Any]) -> SafeString:
    return frame.rail(frame.Standing.of(context))


@register.simple_tag(takes_context=True)
def bar(context: dict[str, Any]) -> SafeString:
    user = context["request"].user
    return frame.bar(frame.place(context), user.get_absolute_url(), user.pk, frame.unread(user), desk.count(user))


@register.simple_tag(takes_context=True)
def on_my_desk(context: dict[str, Any]) -> int:
    """How many things wait for the viewer."""
    return desk.count(context["request"].user)


@register.simple_tag(takes_context=True)
def first_on_my_desk(context: dict[str, Any]) -> Sequence[DeskRow]:
    """The few that come first of them."""
    return frame.first_on_desk(context["request"].user)


@register.simple_tag(takes_context=True)
def my_face(context: dict[str, Any]) -> SafeString:
    """The viewer's avatar, before what they write."""
    return frame.face(frame.Face.of(context["request"].user))
