"""The Prefer header: what a client wishes of the form of an answer.

https://learn.microsoft.com/graph/outlook-immutable-id
https://learn.microsoft.com/graph/api/event-get
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from . import zones
from .bodies import HTML, TEXT
from .errors import bad_request

_ONE: Final = re.compile(r'\s*([^=,\s]+)\s*(?:=\s*("(?:[^"]*)"|[^,]*))?\s*(?:,|$)')


@dataclass(slots=True)
class Preferences:
    """What was wished; `applied` is what the answer has to confirm in Preference-Applied."""

    immutable: bool = False
    zone: zones.Zone = zones.UTC_ZONE
    body: str = HTML
    page_size: int | None = None
    applied: list[str] = field(default_factory=list)


def read(header: str) -> Preferences:
    """Read a Prefer header; what is not known is ignored (RFC 7240)."""
    wishes = Preferences()
    for name, quoted in _ONE.findall(header):
        value = quoted.strip().strip('"')
        match name.lower():
            case "idtype":
                wishes.immutable = value.lower() == "immutableid"
            case "outlook.timezone":
                wishes.zone = zones.find(value)
            case "outlook.body-content-type":
                wishes.body = TEXT if value.lower() == TEXT else HTML
            case "odata.maxpagesize":
                wishes.page_size = _size(value)
            case _:
                continue
        wishes.applied.append(f"{name}={quoted.strip()}")
    return wishes


def _size(value: str) -> int:
    if not value.isdigit() or int(value) < 1:
        raise bad_request("Invalid value for odata.maxpagesize.", "ErrorInvalidRequest")
    return int(value)
