"""When Python looks for garbage in a process with many sockets.

A full collection walks through every object of every socket: with 10,000 of them it takes more than a second, in which
nothing else happens, and by Python's own thresholds it came every ten seconds. What is there from the start is never
looked at again, small collections come less often, and a full one when enough sockets have gone, because those leave
cycles behind.
"""

import gc

THRESHOLDS = (50_000, 20, 100)
GONE = 250  # sockets, or a quarter of those that are there


def settle() -> None:
    """Once, when everything is imported."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


def is_due(gone: int, there: int) -> bool:
    return gone > max(GONE, there // 4)
