"""Windows names of time zones and IANA names, both ways. The table beside this file is CLDR's (see `tools/zones.py`).

https://cldr.unicode.org/development/development-process/design-proposals/extended-windows-olson-zid-mapping
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from syncline.records.moments import UnknownZoneError, zone_info

if TYPE_CHECKING:
    from collections.abc import Mapping

_EXCHANGE_UTC = "tzone://microsoft/utc"
"""What Exchange calls UTC in items that were made without a zone."""


class _Table(NamedTuple):
    iana: Mapping[str, str]
    windows: Mapping[str, str]


@cache
def _table() -> _Table:
    text = files("syncline.records.zones").joinpath("windows.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    iana = {windows.casefold(): place for windows, place in table["iana"].items()}
    return _Table(iana | {_EXCHANGE_UTC: "UTC"}, table["windows"])


def windows_zones() -> Mapping[str, str]:
    """Answer the place that stands for each Windows zone, by its Windows name in small letters."""
    return _table().iana


@lru_cache(maxsize=512)
def iana_name(name: str) -> str | None:
    """Answer the IANA name of a zone that a calendar names; None if nobody knows it, and nothing is guessed.

    Calendars that other programs wrote may carry IANA names, which are taken as they are.
    """
    found = _table().iana.get(name.strip().casefold()) or name.strip()
    try:
        zone_info(found)
    except UnknownZoneError:
        return None
    return found


def windows_name(zone: str) -> str | None:
    """Answer the Windows name of an IANA zone; None if there is none."""
    return _table().windows.get(zone)


def same_zone(one: str, two: str) -> bool:
    """Whether two zones are one to a server that knows them by their Windows names alone."""
    return one == two or (windows_name(one) or "") == (windows_name(two) or one)
