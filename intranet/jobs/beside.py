"""What a worker does all the time beside its tasks, each piece of work in a thread of its own."""

import logging
import threading

from django.db import Error, close_old_connections, connection

from intranet.kit.declarations import Steady, gather

log = logging.getLogger(__name__)

AFTER_TROUBLE = 5.0  # seconds


def declared() -> list[Steady]:
    return [work for part in gather("steady", "WORK") for work in part]


class SteadyThread(threading.Thread):
    """Does one piece of steady work until stopped. Whatever goes wrong, it is tried again."""

    def __init__(self, steady: Steady) -> None:
        super().__init__(name=steady.name, daemon=True)
        self.steady = steady
        self.stopped = threading.Event()

    def run(self) -> None:
        pause = 0.0
        while not self.stopped.wait(pause):
            pause = self.once()
        connection.close()

    def once(self) -> float:
        """One round; how many seconds to rest after it."""
        try:
            return 0.0 if self.steady.work() else self.steady.every.total_seconds()
        except Error as error:
            log.warning("%s: the database does not answer, it is tried again: %s", self.name, error)
            connection.close()
        except Exception:
            log.exception("%s failed and is tried again", self.name)
            close_old_connections()
        return AFTER_TROUBLE

    def stop(self) -> None:
        self.stopped.set()
        if self.is_alive():
            self.join(timeout=AFTER_TROUBLE)
