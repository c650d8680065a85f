"""Logs: one line an event, for people on a terminal and as JSON everywhere else."""

import logging
import re
import sys
from typing import Any

import structlog
from structlog.types import EventDict, Processor

#: Addresses that open something for whoever has them, also as a part of another one, and without their beginning.
_TOKEN = re.compile(r"((?:\b|%2F)(?:welcome|feeds)(?:/|%2F))[^/\s\"'%&]+", re.IGNORECASE)

#: What every event gets, whether it comes from structlog or from the standard library's loggers.
SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def formatter() -> logging.Formatter:
    """The formatter named in `LOGGING`: text when stderr is a terminal, otherwise one JSON object a line."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _without_request,
            structlog.processors.format_exc_info,  # what an error says is read for keys, too
            _without_keys_in_addresses,
            *(_for_people() if sys.stderr.isatty() else _for_machines()),
        ],
    )


def _for_people() -> list[Processor]:
    return [structlog.dev.ConsoleRenderer()]


def _for_machines() -> list[Processor]:
    return [
        structlog.processors.EventRenamer("message"),
        _in_reading_order,
        structlog.processors.JSONRenderer(),
    ]


def _in_reading_order(logger: Any, name: str, event: EventDict) -> EventDict:
    first = {key: event.pop(key) for key in ("timestamp", "level", "logger", "message") if key in event}
    return first | dict(event)


def _without_keys_in_addresses(logger: Any, name: str, event: EventDict) -> EventDict:
    """Whoever reads the log must not be able to open somebody's account with it, or to read as they do."""
    return {key: _TOKEN.sub(r"\1…", value) if isinstance(value, str) else value for key, value in event.items()}


def _without_request(logger: Any, name: str, event: EventDict) -> EventDict:
    """Django attaches the whole request; its path is in the message, and the rest may hold what nobody should read."""
    event.pop("request", None)
    return event
