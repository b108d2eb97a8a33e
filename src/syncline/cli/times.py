"""Times as people type them: an ISO 8601 date or time, or how long ago (`90m`, `6h`, `2d`)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from syncline.cli.failures import WRONG_USE, CommandError

_AGO = re.compile(r"(\d{1,6})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def instant(typed: str, now: datetime) -> datetime:
    """Read a time; without an offset it is UTC. Raises `CommandError`."""
    ago = _AGO.fullmatch(typed)
    if ago is not None:
        return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    try:
        read = datetime.fromisoformat(typed)
    except ValueError:
        remedy = "Write 2026-03-02, 2026-03-02T14:00, 2026-03-02T14:00+01:00 (UTC without an offset), or 90m, 6h, 2d."
        raise CommandError("usage", f"{typed} is not a time", remedy, WRONG_USE) from None
    return read if read.tzinfo is not None else read.replace(tzinfo=UTC)
