"""Who may do what with notices. Everybody was told of every secret there is, see `canary_world`."""

from intranet.notifications.models import Notice

from .access_rows import DELETE, SIGNED_IN, TEAM, Fill, Row, Send, says
from .canary_world import MENTION, OWN, REPLY

EVERY_ONE = 9_999_999_999


def notice_of(name: str) -> Fill:
    return lambda world: [{"pk": Notice.objects.filter(to=world.people[name]).latest("pk").pk}]


def thread_of(name: str) -> Fill:
    return lambda world: [{"place": f"thread:{world.updates[name].pk}"}]


NOTICES: dict[str, Row] = {
    "notices:tray": Row(ask=("", "?before=9999999", "?before=x")),
    "notices:reading": Row(
        fill=notice_of("author"), missing={"pk": 987654}, sends=(Send(says(), frozenset({"author"})),)
    ),
    "notices:reading_all": Row(sends=(Send(says(until=EVERY_ONE), SIGNED_IN),)),
    "notices:wishes": Row(
        holds=frozenset({REPLY, OWN, MENTION}), sends=(Send(says(wanted="person.followed"), SIGNED_IN),)
    ),
    "notices:silence": Row(
        fill=thread_of("text"),
        missing={"place": "thread:987654"},
        sends=(Send(says(), TEAM), Send(DELETE, SIGNED_IN, to=thread_of("reply"))),
    ),
}
