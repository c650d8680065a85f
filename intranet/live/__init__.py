"""What happened reaches every open browser: within a second, and after any interruption without a gap or a double.

Actions ring the last of their bells here: ``live.send("feed:company", "update.posted", ref=update.pk)``. That writes an
`Event` in the caller's transaction, which is the truth; the ring after the commit only wakes the hubs. Each process
that holds sockets has one hub, which reads the events it has not seen, has each of them drawn once by the room that
declared it (`streams.py`), and writes the same bytes to every socket that listens to the stream.

A **stream** is called ``<kind>:<ref>``, such as ``feed:company``, ``feed:team:7``, ``thread:12``, ``user:3``. An
**event** is called ``<what>.<verb>``, and the element that shows what it is about has the id ``<what>-<ref>``:
``update.edited`` with ref 12 is about ``#update-12``.

On the wire everything is JSON text. A browser says

- ``{"listen": [streams…], "after": 120}`` first of all, and again whenever what its page shows has changed;
- ``{"ack": 131}`` some seconds after it was sent something, and ``{"beat": 131}`` when it has been silent for long.

It is told

- ``{"listening": [streams…], "mark": 131}``: what it asked for and may hear, and how far the log is;
- ``{"id": 131, "stream": "feed:company", "name": "update.posted", "ref": 12, "html": "<article …>"}``, in the order of
  ids; empty HTML means that the thing is no longer there;
- ``{"reset": true, "mark": 131}``: too much was missed to send it again; fetch the page's regions over HTTP;
- ``{"ended": [streams…]}``: it may no longer hear these;
- ``{"beat": 131}``: the answer to a beat.

Sockets that are closed by us say why in their code, see `limits.py`. Two events show nothing by themselves:
``teams.changed`` (my teams, or whom I follow or mute) and ``team.closed``; pages that hear them read themselves anew.
"""

from collections.abc import Iterable

from .collecting import at_the_end, collects

__all__ = ["at_the_end", "send", "send_all"]


def send(stream: str, name: str, *, ref: int) -> None:
    """Tell everybody who listens to `stream` that `name` happened to the thing number `ref`. A hint, never content.

    The last bell of an action, inside its transaction.
    """
    send_all([(stream, name, ref)])


def send_all(events: Iterable[tuple[str, str, int]]) -> None:
    """Several at once and in their order, each ``(stream, name, ref)``: one write, one ring."""
    if collects(events):
        return
    from .log import write  # models are not there yet when this package is read

    write(events)
