"""Keeps a handful of child processes running: starts them, starts them again when they die, and stops them cleanly."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import Any

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0  # seconds before a dead child is started again; doubled each time
STEADY_AFTER = 30.0  # seconds of life after which the next death counts as the first
PATIENCE = 10.0  # seconds that the children have to stop
TICK = 0.1

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Child:
    """One command that should always be running."""

    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str], say: Callable[[str], None]) -> None:
        self.name, self.command, self.env, self.say = name, command, env, say
        self.pause = FIRST_PAUSE
        self.process: subprocess.Popen[bytes] | None = None
        self.start_at = 0.0  # when to start it next, if it is not running
        self.started_at = 0.0

    def tend(self, now: float) -> None:
        """Start it if it is time to, and notice if it died."""
        if self.process is None:
            if now >= self.start_at:
                self._start(now)
        elif (code := self.process.poll()) is not None:
            self._plan_restart(code, now)

    def signal(self, number: int) -> None:
        """To it and to whatever it started itself."""
        if self.process and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def wait(self, until: float) -> bool:
        """Has it ended by `until` (on the monotonic clock)?"""
        if self.process is None:
            return True
        try:
            self.process.wait(max(until - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            return False
        return True

    def _start(self, now: float) -> None:
        self.started_at = now
        self.process = subprocess.Popen(  # noqa: S603  our own commands
            self.command,
            env=dict(self.env),
            stdin=subprocess.DEVNULL,
            # Ctrl-C in a terminal reaches the whole process group. The children get one of their own,
            # so that the supervisor alone decides in which order and how they stop.
            start_new_session=True,
            preexec_fn=_die_with(os.getpid()),  # safe: the supervisor has no threads
        )

    def _plan_restart(self, code: int, now: float) -> None:
        if now - self.started_at >= STEADY_AFTER:
            self.pause = FIRST_PAUSE
        self.process, self.start_at = None, now + self.pause
        self.say(f"The {self.name} stopped ({_how(code)}). Starting it again in {self.pause:g} s.")
        self.pause = min(self.pause * 2, LONGEST_PAUSE)


def supervise(children: Sequence[Child], *, meanwhile: Callable[[float], None]) -> None:
    """Keep `children` running until Ctrl-C or SIGTERM, then stop them; a second signal stops them at once.

    `meanwhile(now)` is called ten times a second.
    """
    signals: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        signals.append(number)

    before = {number: signal.signal(number, note) for number in SIGNALS}
    try:
        while not signals:
            now = time.monotonic()
            for child in children:
                child.tend(now)
            meanwhile(now)
            time.sleep(TICK)
    finally:
        _stop(children, signals)
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(children: Sequence[Child], signals: list[int]) -> None:
    for child in children:
        child.signal(signal.SIGTERM)
    until, asked = time.monotonic() + PATIENCE, len(signals)
    while time.monotonic() < until and len(signals) == asked:
        if all(child.wait(time.monotonic() + TICK) for child in children):
            break
    for child in children:
        child.signal(signal.SIGKILL)
        child.wait(time.monotonic() + PATIENCE)


def _die_with(parent: int) -> Callable[[], None] | None:
    """Something to run in a new child, so that the kernel ends it when the supervisor itself is killed.

    A pipe that every child watches would do too, but Daphne is not our code and watches nothing. Other systems than
    Linux have no such call; there, a killed supervisor leaves its children behind.
    """
    if not sys.platform.startswith("linux"):
        return None
    prctl: Any = ctypes.CDLL(None).prctl  # looked up here: a new child should do as little as possible

    def bind() -> None:
        prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG
        if os.getppid() != parent:  # killed before the call
            os._exit(1)

    return bind


def _how(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
