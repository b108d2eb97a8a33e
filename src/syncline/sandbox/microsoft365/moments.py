"""Instants and wall times as Graph writes them."""

from __future__ import annotations

from datetime import UTC, datetime

NEVER = "0001-01-01T00:00:00Z"
"""The time of a response that nobody has given."""


def stamp(value: datetime) -> str:
    """Write an instant in UTC."""
    return value.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def wall(value: datetime) -> str:
    """Write a wall time, with seven digits after the second as Graph does."""
    return value.replace(tzinfo=None).isoformat(timespec="microseconds") + "0"


def instant(text: str) -> datetime:
    """Read an instant in ISO 8601, in UTC where it names no offset; `ValueError` if it is none."""
    value = datetime.fromisoformat(text)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
