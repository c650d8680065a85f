"""What a hub asks of the database: in a thread of its own, so that the event loop never waits for a disk."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import Error, connection

P = ParamSpec("P")
T = TypeVar("T")


class Reader:
    """One thread with one database connection, kept open: `PRAGMA data_version` compares with what it saw last."""

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"live-{name}")
        self._version: int | None = None

    async def ask(self, question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer of `question`. After an error of the database the next one begins with a new connection."""

        def answer() -> T:
            try:
                return question(*args, **kwargs)
            except Error:
                connection.close()
                self._version = None
                raise

        return await asyncio.get_running_loop().run_in_executor(self._thread, answer)

    async def has_changed(self) -> bool:
        """May the database hold something new since this was asked last? PostgreSQL has no quick answer: perhaps."""
        return await self.ask(self._look)

    def _look(self) -> bool:
        if connection.vendor != "sqlite":
            return True
        with connection.cursor() as cursor:
            version = cursor.execute("PRAGMA data_version").fetchone()[0]
        changed = version != self._version
        self._version = version
        return changed
