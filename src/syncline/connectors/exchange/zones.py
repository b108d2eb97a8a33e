"""Windows names of time zones and IANA names, both ways, without asking the server.

The table is CLDR's windowsZones (https://github.com/unicode-org/cldr/blob/main/common/supplemental/windowsZones.xml) as
exchangelib carries it, which is that of 2021; what CLDR has changed since is laid over it.
"""

from __future__ import annotations

from functools import lru_cache

from exchangelib.winzone import IANA_TO_MS_TIMEZONE_MAP, MS_TIMEZONE_TO_IANA_MAP

from syncline.records.moments import UnknownZoneError, zone_info

_NEWER_IANA = {
    "UTC": "UTC",
    "Alberta Standard Time": "America/Edmonton",
    "British Columbia Standard Time": "America/Vancouver",
    "Manitoba Standard Time": "America/Winnipeg",
}
_NEWER_WINDOWS = {iana: windows for windows, iana in _NEWER_IANA.items()} | {"America/Inuvik": "Alberta Standard Time"}


@lru_cache(maxsize=512)
def iana_name(name: str) -> str | None:
    """Answer the IANA name of a zone that Exchange names; None if nobody knows it.

    Calendars that other programs wrote may carry IANA names, which are taken as they are.
    """
    found = _NEWER_IANA.get(name) or MS_TIMEZONE_TO_IANA_MAP.get(name) or name
    try:
        zone_info(found)
    except UnknownZoneError:
        return None
    return str(found)


@lru_cache(maxsize=512)
def windows_name(zone: str) -> str | None:
    """Answer the Windows name of an IANA zone; None if there is none."""
    if zone in _NEWER_WINDOWS:
        return _NEWER_WINDOWS[zone]
    found = IANA_TO_MS_TIMEZONE_MAP.get(zone)
    return None if found is None else str(found[0])
