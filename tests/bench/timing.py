"""Stopwatches."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any


def once(function: Callable[[str], Any], asked: Sequence[str]) -> list[float]:
    """The milliseconds of each question, ascending, after twenty to warm up."""
    for words in asked[:20]:
        function(words)
    return sorted(seconds(function, words) * 1000 for words in asked)


def spread(name: str, took: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile of what :func:`once` gave."""
    return {
        f"{name}p50_ms": round(statistics.median(took), 2),
        f"{name}p95_ms": round(took[int(len(took) * 0.95)], 2),
    }


def seconds(function: Callable[..., Any], *args: Any) -> float:
    began = time.perf_counter()
    function(*args)
    return time.perf_counter() - began
