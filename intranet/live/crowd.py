"""All sockets of one process, and who of them listens to what."""

import gc
from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings

from . import garbage, limits
from .listener import Listener


class Crowd:
    """Lives in the event loop of its hub and is touched nowhere else."""

    def __init__(self) -> None:
        self.everyone: set[Listener] = set()
        self._gone = 0  # since garbage was collected last
        self._of_stream: dict[str, set[Listener]] = defaultdict(set)
        self._of_person: dict[int, set[Listener]] = defaultdict(set)

    def __bool__(self) -> bool:
        return bool(self.everyone)

    @property
    def people(self) -> set[int]:
        return set(self._of_person)

    @property
    def sessions(self) -> set[str]:
        return {one.visitor.session for one in self.everyone}

    def of_person(self, number: int) -> list[Listener]:
        return list(self._of_person.get(number, ()))

    def concerned_by(self, streams: Iterable[str]) -> list[Listener]:
        """Whose rights may have changed: somebody's own, or, when those to a team did, everybody's."""
        owners = {stream.removeprefix("user:") for stream in streams}
        if all(owner.isdigit() for owner in owners):
            return [one for owner in owners for one in self.of_person(int(owner))]
        return list(self.everyone)

    def hearing(self, stream: str) -> list[Listener]:
        return list(self._of_stream.get(stream, ()))

    def hears(self, stream: str) -> bool:
        return stream in self._of_stream

    def people_hearing(self, streams: Iterable[str]) -> set[int]:
        return {one.visitor.person for stream in streams for one in self._of_stream.get(stream, ())}

    def enter(self, listener: Listener) -> None:
        """A socket is open. Somebody with too many loses the one that was silent longest."""
        mine = self._of_person[listener.visitor.person]
        if len(mine) >= settings.LIVE_SOCKETS_PER_PERSON:
            self.close(min(mine, key=lambda one: one.heard_at), limits.TOO_MUCH)
        self.everyone.add(listener)
        self._of_person[listener.visitor.person].add(listener)

    def leave(self, listener: Listener) -> None:
        """The socket is gone."""
        listener.wire.is_open = False
        self._gone += listener in self.everyone
        self.everyone.discard(listener)
        self._forget(listener, listener.streams)
        of_person = self._of_person.get(listener.visitor.person, set())
        of_person.discard(listener)
        if not of_person:
            self._of_person.pop(listener.visitor.person, None)

    def close(self, listener: Listener, code: int) -> None:
        listener.close(code)
        self.leave(listener)

    def sweep(self, now: float) -> None:
        """Who is silent, or lags behind, comes back when there is somebody."""
        for listener in [one for one in self.everyone if one.is_lagging(now)]:
            self.close(listener, limits.TOO_SLOW)
        if garbage.is_due(self._gone, len(self.everyone)):
            self._gone = 0
            gc.collect()

    def tune(self, listener: Listener, streams: frozenset[str]) -> None:
        """It hears these streams from now on."""
        self._forget(listener, listener.streams - streams)
        listener.streams = streams
        for stream in streams:
            self._of_stream[stream].add(listener)

    def end(self, listener: Listener, streams: frozenset[str]) -> None:
        """It may no longer hear these, and is told so."""
        if ended := listener.streams & streams:
            self.tune(listener, listener.streams - ended)
            listener.say(ended=sorted(ended))

    def _forget(self, listener: Listener, streams: Iterable[str]) -> None:
        for stream in streams:
            if hearing := self._of_stream.get(stream):
                hearing.discard(listener)
                if not hearing:
                    del self._of_stream[stream]
