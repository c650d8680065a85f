"""How the trail reads. Rooms declare their own sentences beside their actions."""

from intranet.kit.declarations import gathered

from .models import Entry

SENTENCES: dict[str, str] = {}


def sentence(entry: Entry) -> str:
    """One entry in words, such as "Maya Okafor joined Platform"."""
    pattern = gathered("sentences", "SENTENCES").get(entry.action, "{by} did “{action}” to {about}")
    return pattern.format(by=entry.by_name, about=entry.about_name or "—", action=entry.action, **_words(entry))


def _words(entry: Entry) -> dict[str, str]:
    return {key: str(value) for key, value in entry.details.items() if key not in {"by", "about", "action"}}
