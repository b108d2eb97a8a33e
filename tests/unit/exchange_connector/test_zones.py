"""Names of zones, both ways, against the system's newest rules."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest
from exchangelib.winzone import MS_TIMEZONE_TO_IANA_MAP

from syncline.connectors.exchange.zones import iana_name, windows_name


def test_every_windows_zone_is_known() -> None:
    assert {iana_name(windows) for windows in MS_TIMEZONE_TO_IANA_MAP} <= available_timezones()


def test_the_way_back_is_the_same() -> None:
    names = set(MS_TIMEZONE_TO_IANA_MAP) - {"tzone://Microsoft/Utc"}
    assert {windows_name(iana_name(windows) or "") for windows in names} == names


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("America/Edmonton", "Alberta Standard Time"),
        ("America/Inuvik", "Alberta Standard Time"),
        ("America/Vancouver", "British Columbia Standard Time"),
        ("America/Winnipeg", "Manitoba Standard Time"),
        ("America/Denver", "Mountain Standard Time"),
        ("Europe/Vienna", "W. Europe Standard Time"),
        ("Etc/UTC", "UTC"),
        ("UTC", "UTC"),
        ("Middle/Earth", None),
    ],
)
def test_from_iana(zone: str, expected: str | None) -> None:
    assert windows_name(zone) == expected
