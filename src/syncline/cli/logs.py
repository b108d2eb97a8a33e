"""Where a command's log goes: lines of keys and values on standard error, without personal data."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TextIO

import structlog

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

_ROUNDS = frozenset({"org read", "cycles finished"})
_NO_NEWS = frozenset({"event", "reps"})
"""What these tell besides a problem, or counts of what was done."""


def log_to(err: TextIO, *, idle: bool = True) -> None:
    """Write what is logged from now on to `err`; `idle`: rounds that found nothing to do, too."""
    first: list[Processor] = [] if idle else [_news]
    structlog.configure(
        processors=[
            *first,
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=err),
    )


def _news(_logger: WrappedLogger, _name: str, said: EventDict) -> EventDict:
    if said["event"] in _ROUNDS and not any(said[key] for key in said.keys() - _NO_NEWS):
        raise structlog.DropEvent
    return said
