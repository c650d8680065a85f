"""How the trail reads. Rooms declare their own sentences beside their actions."""

from intranet.kit.declarations import gathered

from .models import Entry

SENTENCES: dict[str, str] = {}


def sentence(entry: Entry) -> str:
    """One entry in words, such as "Maya Okafor joined Platform"."""
    pattern = gathered("sentences", "SENTENCES").get(entry.action, "{by} did “{action}” to {about}")
    known = {"by": entry.by_name, "about": entry.about_name or "—", "action": entry.action}
    return pattern.format_map(_Words({key: str(value) for key, value in entry.details.items()} | known))


class _Words(dict[str, str]):
    """What an older entry did not keep yet is a dash."""

    def __missing__(self, key: str) -> str:
        return "—"
