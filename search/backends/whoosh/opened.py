"""What this process has open: one snapshot for each index, shared by all threads, looked after five times a second."""

import threading
import time

from .errors import IndexBroken, broken
from .files import newest
from .snapshot import Snapshot, open_snapshot
from .store import Store

LOOKED_AFTER = 0.2  # seconds

_opened: dict[str, "Opened"] = {}
_lock = threading.Lock()


def opened(store: Store) -> "Opened":
    """The one of this process. Backends are made anew all the time, what they opened is not."""
    key = f"{store.path}|{store.contents.fingerprint}"
    with _lock:
        if key not in _opened:
            _opened[key] = Opened(store)
        return _opened[key]


class Opened:
    """The newest snapshot of one index."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._looked_at = 0.0
        self._broken: IndexBroken | None = None

    def snapshot(self) -> Snapshot:
        """What can be found now; at most 0.2 s behind the disk."""
        snapshot = self._snapshot
        if snapshot and time.monotonic() - self._looked_at < LOOKED_AFTER:
            return snapshot
        with self._lock:
            if self._broken and time.monotonic() - self._looked_at < LOOKED_AFTER:
                raise self._broken  # and do not read it all again for each search
            try:
                with broken(f"Opening {self._store.path}"):
                    return self._look()
            except IndexBroken as error:
                self._broken, self._looked_at, self._snapshot = error, time.monotonic(), None
                raise

    def look_again(self) -> None:
        """The next search sees what was written until now."""
        self._looked_at = 0.0

    def forget(self) -> None:
        """Nothing that is open is trusted any more."""
        with self._lock:
            self._snapshot, self._broken, self._looked_at = None, None, 0.0

    def _look(self) -> Snapshot:
        snapshot = self._snapshot
        now = time.monotonic()
        if snapshot and now - self._looked_at < LOOKED_AFTER:
            return snapshot  # somebody looked while this thread was waiting
        folder = self._store.current()
        if not (snapshot and snapshot.folder == folder and snapshot.number == newest(folder)):
            try:
                self._snapshot = snapshot = open_snapshot(folder, self._store.contents, snapshot)
            except FileNotFoundError:
                folder = self._store.current()  # the generation was replaced and removed just now
                self._snapshot = snapshot = open_snapshot(folder, self._store.contents, snapshot)
        self._looked_at, self._broken = now, None
        return snapshot
