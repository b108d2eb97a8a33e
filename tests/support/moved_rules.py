"""Another edition of the time zone database, in which a government moved the days on which a zone's clocks change."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING
from unittest.mock import patch
from zoneinfo import ZoneInfo

from syncline.records import moments
from syncline.records.zones import definition

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def moved_rules(zone: str, rules: str) -> Iterator[None]:
    """Let Syncline's clocks of a zone follow other rules, a POSIX `TZ` text, while the block runs; servers keep theirs.

    The rules stand at the end of the zone's file (https://www.rfc-editor.org/rfc/rfc9636#section-3.3) and hold after
    the last change that the file tells in full: for most zones that is long ago.
    """
    area, _, place = zone.partition("/")
    told = files("tzdata").joinpath("zoneinfo", area, place).read_bytes()
    body = told[: told.rstrip(b"\n").rindex(b"\n") + 1]
    moved = ZoneInfo.from_file(BytesIO(body + rules.encode() + b"\n"), key=zone)

    def lookup(name: str) -> ZoneInfo:
        return moved if name == zone else ZoneInfo(name)

    with patch.object(moments, "ZoneInfo", lookup):
        _forget()
        yield
    _forget()


def _forget() -> None:
    moments.zone_info.cache_clear()
    definition._agree.cache_clear()
